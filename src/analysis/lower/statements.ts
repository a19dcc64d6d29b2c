import type { TSESTree } from '@typescript-eslint/types';
import type { NodeId } from '../graph.ts';
import { resultPlace, UNDEFINED } from '../graph.ts';
import type { Node } from '../../source/source-file.ts';
import { assignPattern, declaredNames } from './assignments.ts';
import type { Builder, Targets } from './builder.ts';
import { lowerValue } from './expressions.ts';
import { lowerLoop } from './loops.ts';
import { lowerSwitch } from './switches.ts';
import { lowerTest } from './tests.ts';
import { lowerTry, lowerUsing } from './try.ts';

/** Lowers statements so that control goes on at `next`. */
export function lowerStatements(
  b: Builder,
  statements: readonly Node[],
  next: NodeId,
  targets: Targets,
): NodeId {
  let after = next;
  const firstUsing = statements.findIndex(isUsing);
  const plain = firstUsing === -1 ? statements : statements.slice(0, firstUsing);
  const using = statements[firstUsing];
  if (using?.type === 'VariableDeclaration') {
    after = lowerUsing(b, using, statements.slice(firstUsing + 1), next, targets);
  }
  for (const statement of plain.toReversed()) after = lowerStatement(b, statement, after, targets);
  for (const statement of statements) after = hoist(b, statement, after, targets);
  return after;
}

function isUsing(node: Node): boolean {
  return (
    node.type === 'VariableDeclaration' && (node.kind === 'using' || node.kind === 'await using')
  );
}

/** Function declarations are there before the first statement runs. */
function hoist(b: Builder, statement: Node, next: NodeId, targets: Targets): NodeId {
  const node = isExport(statement) ? statement.declaration : statement;
  if (node?.type !== 'FunctionDeclaration' || !node.id) return next;
  b.declare(node.id);
  return b.step(
    { op: 'set', to: b.placeOf(node.id), from: { kind: 'function', node }, node },
    next,
    targets,
  );
}

function isExport(
  node: Node,
): node is TSESTree.ExportNamedDeclaration | TSESTree.ExportDefaultDeclaration {
  return node.type === 'ExportNamedDeclaration' || node.type === 'ExportDefaultDeclaration';
}

/** Lowers one statement. */
export function lowerStatement(b: Builder, node: Node, next: NodeId, outer: Targets): NodeId {
  const isLoop = LOOPS.has(node.type);
  const targets = isLoop || outer.labels.length === 0 ? outer : { ...outer, labels: [] };
  switch (node.type) {
    case 'BlockStatement':
      return lowerStatements(b, node.body, next, targets);
    case 'ExpressionStatement':
      return lowerValue(b, node.expression, targets).emit(next);
    case 'VariableDeclaration':
      return lowerDeclaration(b, node, next, targets);
    case 'ReturnStatement':
      return lowerReturn(b, node, targets);
    case 'ThrowStatement':
      return lowerThrow(b, node, targets);
    case 'IfStatement':
      return lowerIf(b, node, next, targets);
    case 'TryStatement':
      return lowerTry(b, node, next, targets);
    case 'SwitchStatement':
      return lowerSwitch(b, node, next, targets);
    case 'LabeledStatement':
      return lowerLabelled(b, node, next, outer);
    case 'BreakStatement':
      return targets.breaks.get(node.label?.name ?? '')?.() ?? next;
    case 'ContinueStatement':
      return lowerContinue(b, node, next, targets);
    case 'ExportNamedDeclaration':
      return node.declaration ? lowerStatement(b, node.declaration, next, targets) : next;
    case 'ExportDefaultDeclaration':
      return lowerValue(b, node.declaration, targets).emit(next);
    default:
      return isLoop ? lowerLoop(b, node, next, targets) : next;
  }
}

const LOOPS = new Set([
  'WhileStatement',
  'DoWhileStatement',
  'ForStatement',
  'ForOfStatement',
  'ForInStatement',
]);

/** Lowers a declaration; a variable without initialiser is `undefined`, unless `var` keeps it. */
export function lowerDeclaration(
  b: Builder,
  node: TSESTree.VariableDeclaration,
  next: NodeId,
  targets: Targets,
): NodeId {
  let after = next;
  for (const { id, init } of node.declarations.toReversed()) {
    for (const name of declaredNames(id)) b.declare(name);
    if (!init) {
      if (node.kind === 'let') after = assignPattern(b, id, UNDEFINED, after, targets);
      continue;
    }
    const value = lowerValue(b, init, targets);
    after = value.emit(assignPattern(b, id, value.operand, after, targets));
  }
  return after;
}

function lowerReturn(b: Builder, node: TSESTree.ReturnStatement, targets: Targets): NodeId {
  const leave = b.step({ op: 'leave', kind: 'return', node }, targets.onReturn(), targets);
  if (!node.argument) {
    return b.step({ op: 'set', to: resultPlace(b.id), from: UNDEFINED, node }, leave, targets);
  }
  const value = lowerValue(b, node.argument, targets);
  return value.emit(
    b.step({ op: 'set', to: resultPlace(b.id), from: value.operand, node }, leave, targets),
  );
}

function lowerThrow(b: Builder, node: TSESTree.ThrowStatement, targets: Targets): NodeId {
  const leave = b.step({ op: 'leave', kind: 'throw', node }, targets.onThrow(), targets);
  return lowerValue(b, node.argument, targets).emit(leave);
}

function lowerContinue(
  b: Builder,
  node: TSESTree.ContinueStatement,
  next: NodeId,
  targets: Targets,
): NodeId {
  const target = targets.continues.get(node.label?.name ?? '')?.() ?? next;
  return b.step({ op: 'leave', kind: 'continue', node }, target, targets);
}

function lowerIf(b: Builder, node: TSESTree.IfStatement, next: NodeId, targets: Targets): NodeId {
  const yes = lowerStatement(b, node.consequent, next, targets);
  const no = node.alternate ? lowerStatement(b, node.alternate, next, targets) : next;
  return lowerTest(b, node.test, yes, no, targets);
}

function lowerLabelled(
  b: Builder,
  node: TSESTree.LabeledStatement,
  next: NodeId,
  targets: Targets,
): NodeId {
  const label = node.label.name;
  const breaks = new Map(targets.breaks).set(label, () => next);
  const labels = [...targets.labels, label];
  return lowerStatement(b, node.body, next, { ...targets, breaks, labels });
}
