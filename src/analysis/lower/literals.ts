import type { TSESTree } from '@typescript-eslint/types';
import type { Field } from '../graph.ts';
import type { Builder, Lowered, Targets } from './builder.ts';
import { lowerValue } from './expressions.ts';
import { propertyName } from './members.ts';

/** Lowers an object literal; its functions and values stay reachable by key. */
export function lowerObject(
  b: Builder,
  node: TSESTree.ObjectExpression,
  targets: Targets,
): Lowered {
  const fields: Field[] = [];
  const parts: Lowered[] = [];
  for (const property of node.properties) {
    const isSpread = property.type === 'SpreadElement';
    const part = lowerValue(b, isSpread ? property.argument : property.value, targets);
    parts.push(part);
    const key = isSpread ? '...' : (propertyName(property) ?? '*');
    fields.push({ key, value: part.operand });
  }
  return finish(b, node, { array: false, fields, parts }, targets);
}

/** Lowers an array literal; elements are reachable by index. */
export function lowerArray(b: Builder, node: TSESTree.ArrayExpression, targets: Targets): Lowered {
  const fields: Field[] = [];
  const parts: Lowered[] = [];
  for (const [index, element] of node.elements.entries()) {
    if (element === null) continue;
    const isSpread = element.type === 'SpreadElement';
    const part = lowerValue(b, isSpread ? element.argument : element, targets);
    parts.push(part);
    fields.push({ key: isSpread ? '...' : String(index), value: part.operand });
  }
  return finish(b, node, { array: true, fields, parts }, targets);
}

interface Members {
  readonly array: boolean;
  readonly fields: readonly Field[];
  readonly parts: readonly Lowered[];
}

function finish(b: Builder, node: TSESTree.Node, members: Members, targets: Targets): Lowered {
  const to = b.temporary();
  const { array, fields, parts } = members;
  return {
    operand: to,
    emit(next) {
      const made = b.step({ op: 'object', to, array, fields, node }, next, targets);
      return parts.reduceRight((after, part) => part.emit(after), made);
    },
  };
}
