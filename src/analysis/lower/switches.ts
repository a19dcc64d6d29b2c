import type { TSESTree } from '@typescript-eslint/types';
import type { NodeId } from '../graph.ts';
import type { Builder, Targets } from './builder.ts';
import { lowerValue } from './expressions.ts';
import { lowerStatements } from './statements.ts';

/** Lowers a switch: bodies fall through, tests run in order, and the end asks whether a value is left. */
export function lowerSwitch(
  b: Builder,
  node: TSESTree.SwitchStatement,
  next: NodeId,
  targets: Targets,
): NodeId {
  const inner: Targets = { ...targets, breaks: new Map(targets.breaks).set('', () => next) };
  const bodies: NodeId[] = [];
  let after = next;
  for (const branch of node.cases.toReversed()) {
    after = lowerStatements(b, branch.consequent, after, inner);
    bodies.unshift(after);
  }
  const subject = lowerValue(b, node.discriminant, targets);
  const fallback = node.cases.findIndex(branch => branch.test === null);
  let test = bodies[fallback] ?? b.branch({ kind: 'unmatched', node }, next, unreachable(b));
  for (let index = node.cases.length - 1; index >= 0; index--) {
    const condition = node.cases[index]?.test;
    const body = bodies[index];
    if (!condition || body === undefined) continue;
    const value = lowerValue(b, condition, targets);
    const equal = {
      kind: 'equal',
      left: subject.operand,
      right: value.operand,
      node: node.discriminant,
    } as const;
    test = value.emit(b.branch(equal, body, test));
  }
  return subject.emit(test);
}

/** A node that control never reaches: it waits for itself. */
function unreachable(b: Builder): NodeId {
  const self = b.reserve();
  b.fill(self, self);
  return self;
}
