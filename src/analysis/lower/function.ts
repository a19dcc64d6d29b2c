import type { TSESTree } from '@typescript-eslint/types';
import type { Graph } from '../graph.ts';
import { argumentPlace, resultPlace } from '../graph.ts';
import type { FunctionNode, Node, SourceFile } from '../../source/source-file.ts';
import { assignPattern, declaredNames } from './assignments.ts';
import type { Targets } from './builder.ts';
import { Builder } from './builder.ts';
import { isFunction } from '../../source/walk.ts';
import { lowerValue } from './expressions.ts';
import { lowerStatements } from './statements.ts';

/** Lowers a function, or a file's top level, to its control-flow graph. */
export function lowerFunction(
  file: SourceFile,
  owner: FunctionNode | TSESTree.Program,
  fileKey: string,
): Graph {
  const b = new Builder(file, fileKey, owner);
  const atReturn = b.add({ kind: 'exit', exit: 'return' });
  const atThrow = b.add({ kind: 'exit', exit: 'throw' });
  const atEnd = b.add({ kind: 'exit', exit: 'end' });
  const targets: Targets = {
    onThrow: () => atThrow,
    onReturn: () => atReturn,
    breaks: new Map(),
    continues: new Map(),
    labels: [],
    skip: undefined,
  };
  const body = isFunction(owner)
    ? lowerBody(b, owner, atEnd, targets)
    : lowerStatements(b, owner.body, atEnd, targets);
  const entry = isFunction(owner) ? lowerParameters(b, owner, body, targets) : body;
  return { id: b.id, file, owner, nodes: b.nodes, entry, locals: b.locals };
}

function lowerBody(b: Builder, owner: FunctionNode, atEnd: number, targets: Targets): number {
  const body: Node | null = owner.body ?? null;
  if (body === null) return atEnd;
  if (body.type === 'BlockStatement') return lowerStatements(b, body.body, atEnd, targets);
  const value = lowerValue(b, body, targets);
  const leave = b.step({ op: 'leave', kind: 'return', node: body }, targets.onReturn(), targets);
  return value.emit(
    b.step({ op: 'set', to: resultPlace(b.id), from: value.operand, node: body }, leave, targets),
  );
}

function lowerParameters(b: Builder, owner: FunctionNode, body: number, targets: Targets): number {
  for (const parameter of owner.params) {
    for (const name of declaredNames(parameter)) b.declare(name);
  }
  return owner.params.reduceRight(
    (next, parameter, index) =>
      assignPattern(b, parameter, argumentPlace(b.id, index), next, targets),
    body,
  );
}
