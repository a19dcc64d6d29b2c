import type { TSESTree } from '@typescript-eslint/types';
import type { NodeId } from '../graph.ts';
import { UNKNOWN } from '../graph.ts';
import type { Node } from '../../source/source-file.ts';
import { assignPattern, declaredNames } from './assignments.ts';
import type { Builder, Targets } from './builder.ts';
import { lowerValue } from './expressions.ts';
import { lowerDeclaration, lowerStatement } from './statements.ts';
import { lowerTest } from './tests.ts';

/** Lowers a loop of any form. */
export function lowerLoop(b: Builder, node: Node, next: NodeId, targets: Targets): NodeId {
  switch (node.type) {
    case 'WhileStatement':
      return lowerWhile(b, node, next, targets);
    case 'DoWhileStatement':
      return lowerDoWhile(b, node, next, targets);
    case 'ForStatement':
      return lowerFor(b, node, next, targets);
    case 'ForOfStatement':
    case 'ForInStatement':
      return lowerForEach(b, node, next, targets);
    default:
      return next;
  }
}

/** The targets inside a loop: `break` and `continue`, with and without its labels. */
function inLoop(targets: Targets, onBreak: () => NodeId, onContinue: () => NodeId): Targets {
  const breaks = new Map(targets.breaks).set('', onBreak);
  const continues = new Map(targets.continues).set('', onContinue);
  for (const label of targets.labels) {
    breaks.set(label, onBreak);
    continues.set(label, onContinue);
  }
  return { ...targets, breaks, continues, labels: [] };
}

function lowerWhile(
  b: Builder,
  node: TSESTree.WhileStatement,
  next: NodeId,
  targets: Targets,
): NodeId {
  const head = b.reserve();
  const inner = inLoop(
    targets,
    () => next,
    () => head,
  );
  const body = lowerStatement(b, node.body, head, inner);
  b.fill(head, lowerTest(b, node.test, body, next, inner));
  return head;
}

function lowerDoWhile(
  b: Builder,
  node: TSESTree.DoWhileStatement,
  next: NodeId,
  targets: Targets,
): NodeId {
  const head = b.reserve();
  const outside = inLoop(
    targets,
    () => next,
    () => next,
  );
  const test = lowerTest(b, node.test, head, next, outside);
  const inner = inLoop(
    targets,
    () => next,
    () => test,
  );
  b.fill(head, lowerStatement(b, node.body, test, inner));
  return head;
}

function lowerFor(b: Builder, node: TSESTree.ForStatement, next: NodeId, targets: Targets): NodeId {
  const head = b.reserve();
  const outside = inLoop(
    targets,
    () => next,
    () => head,
  );
  const update = node.update ? lowerValue(b, node.update, outside).emit(head) : head;
  const inner = inLoop(
    targets,
    () => next,
    () => update,
  );
  const body = lowerStatement(b, node.body, update, inner);
  b.fill(head, node.test ? lowerTest(b, node.test, body, next, outside) : body);
  if (!node.init) return head;
  if (node.init.type === 'VariableDeclaration')
    return lowerDeclaration(b, node.init, head, targets);
  return lowerValue(b, node.init, targets).emit(head);
}

function lowerForEach(
  b: Builder,
  node: TSESTree.ForOfStatement | TSESTree.ForInStatement,
  next: NodeId,
  targets: Targets,
): NodeId {
  const head = b.reserve();
  const iterable = lowerValue(b, node.right, targets);
  const isOf = node.type === 'ForOfStatement';
  const source = isOf ? iterable.operand : UNKNOWN;
  const finish = (target: () => NodeId) => (): NodeId =>
    isOf ? b.step({ op: 'finish', iterable: source, node }, target(), targets) : target();
  const leaving = leaveEarly(targets, finish);
  const inner = inLoop(
    leaving,
    finish(() => next),
    () => head,
  );
  const element = b.temporary();
  const body = lowerStatement(b, node.body, head, inner);
  const onThrow = targets.onThrow();
  const isAwait = isOf && node.await;
  b.fillWith(head, {
    kind: 'each',
    to: element,
    iterable: source,
    isAwait,
    node,
    body: bindElement(b, node.left, element, body, inner),
    done: next,
    onThrow,
  });
  return iterable.emit(head);
}

/** Leaving a `for of` early finishes its iterator first, as a `finally` would. */
function leaveEarly(targets: Targets, finish: (target: () => NodeId) => () => NodeId): Targets {
  const wrap = (map: Targets['breaks']): Targets['breaks'] =>
    new Map([...map].map(([label, target]) => [label, finish(target)]));
  return {
    ...targets,
    onReturn: finish(targets.onReturn),
    onThrow: finish(targets.onThrow),
    breaks: wrap(targets.breaks),
    continues: wrap(targets.continues),
  };
}

function bindElement(
  b: Builder,
  left: TSESTree.ForOfStatement['left'],
  element: ReturnType<Builder['temporary']>,
  body: NodeId,
  targets: Targets,
): NodeId {
  if (left.type !== 'VariableDeclaration') return assignPattern(b, left, element, body, targets);
  const id = left.declarations[0]?.id ?? null;
  for (const name of declaredNames(id)) b.declare(name);
  return id === null ? body : assignPattern(b, id, element, body, targets);
}
