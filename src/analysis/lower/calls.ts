import type { TSESTree } from '@typescript-eslint/types';
import type { Argument, Operand } from '../graph.ts';
import { UNKNOWN } from '../graph.ts';
import type { Builder, Lowered, Targets } from './builder.ts';
import { inOrder, ready } from './builder.ts';
import { lowerValue, unwrap } from './expressions.ts';
import { lowerObjectOf, memberOperand, propertyName } from './members.ts';

interface Callee {
  readonly receiver: Operand | undefined;
  readonly method: string | undefined;
  readonly callee: Operand;
  readonly part: Lowered;
}

/** Lowers a call: receiver, arguments, then the call itself. */
export function lowerCall(b: Builder, node: TSESTree.CallExpression, targets: Targets): Lowered {
  const callee = lowerCallee(b, node.callee, targets);
  return finishCall(b, node, callee, lowerArguments(b, node.arguments, targets), targets);
}

/** Lowers `new X()`. */
export function lowerNew(b: Builder, node: TSESTree.NewExpression, targets: Targets): Lowered {
  const callee = lowerCallee(b, node.callee, targets);
  return finishCall(b, node, callee, lowerArguments(b, node.arguments, targets), targets);
}

/** Lowers a tagged template: a call of the tag. */
export function lowerTagged(
  b: Builder,
  node: TSESTree.TaggedTemplateExpression,
  targets: Targets,
): Lowered {
  const callee = lowerCallee(b, node.tag, targets);
  const parts = node.quasi.expressions.map(part => lowerValue(b, part, targets));
  const args = parts.map(part => ({ value: part.operand, spread: false }));
  return finishCall(
    b,
    node,
    callee,
    { args: [{ value: UNKNOWN, spread: false }, ...args], parts },
    targets,
  );
}

function lowerCallee(b: Builder, wrapped: TSESTree.Node, targets: Targets): Callee {
  const node = unwrap(wrapped);
  if (node.type === 'Super') {
    return { receiver: undefined, method: undefined, callee: UNKNOWN, part: ready(UNKNOWN) };
  }
  if (node.type !== 'MemberExpression') {
    const part = lowerValue(b, node, targets);
    return { receiver: undefined, method: undefined, callee: part.operand, part };
  }
  const object = lowerObjectOf(b, node, targets);
  const method = propertyName(node);
  const key =
    node.computed && method === undefined ? lowerValue(b, node.property, targets) : ready(UNKNOWN);
  return {
    receiver: object.operand,
    method,
    callee: memberOperand(object.operand, method),
    part: inOrder([object, key]),
  };
}

interface Arguments {
  readonly args: readonly Argument[];
  readonly parts: readonly Lowered[];
}

function lowerArguments(
  b: Builder,
  nodes: readonly TSESTree.CallExpressionArgument[],
  targets: Targets,
): Arguments {
  const args: Argument[] = [];
  const parts: Lowered[] = [];
  for (const node of nodes) {
    const spread = node.type === 'SpreadElement';
    const part = lowerValue(b, spread ? node.argument : node, { ...targets, skip: undefined });
    parts.push(part);
    args.push({ value: part.operand, spread });
  }
  return { args, parts };
}

function finishCall(
  b: Builder,
  node: TSESTree.CallExpression | TSESTree.NewExpression | TSESTree.TaggedTemplateExpression,
  callee: Callee,
  { args, parts }: Arguments,
  targets: Targets,
): Lowered {
  const to = b.temporary();
  const { receiver, method } = callee;
  const isNew = node.type === 'NewExpression';
  return {
    operand: to,
    emit(next) {
      const call = b.step(
        { op: 'call', to, receiver, method, callee: callee.callee, args, isNew, node },
        next,
        targets,
      );
      const before = parts.reduceRight((after, part) => part.emit(after), call);
      const isOptional = node.type === 'CallExpression' && node.optional && receiver === undefined;
      if (!isOptional || targets.skip === undefined) return callee.part.emit(before);
      const test = { kind: 'nullish', value: callee.callee } as const;
      return callee.part.emit(b.branch(test, targets.skip, before));
    },
  };
}
