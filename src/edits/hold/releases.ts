import type { Lease } from '../../analysis/facts.ts';
import type { Node } from '../../source/source-file.ts';
import { nodesIn, isWithin } from '../../source/walk.ts';
import type { Edit } from '../edit.ts';
import { replace } from '../edit.ts';
import { deleteStatement, lineEnd, lineStart } from '../lines.ts';
import type { EditSource } from '../source.ts';
import { isInSameFunction } from '../statements.ts';
import type { Binding } from './binding.ts';

/** The releases of a hold that are to be done in one place instead. */
export interface Removal {
  readonly edits: readonly Edit[];
  /** What a release was passed, or that it closed the connection: the one place has to do so too. */
  readonly destroys: readonly Destroy[];
}

/** A call that closes the connection instead of giving it back. */
export interface Destroy {
  /** The statement that does it; `undefined` where the call is part of something larger. */
  readonly statement: Node;
  /** The method, when it is not the usual one. */
  readonly method: string | undefined;
  /** What it is passed, as written; `true` where its name says it. */
  readonly argument: string;
}

/** Why the releases of a hold cannot be moved. */
export interface Stuck {
  readonly reason: string;
}

/** Takes out the releases that stand in a node, wherever they can be taken out whole. */
export function removeReleases(
  { handling }: Lease,
  binding: Binding,
  within: readonly Node[],
  source: EditSource,
): Removal | Stuck {
  const edits: Edit[] = [];
  const destroys: Destroy[] = [];
  for (const span of handling.releases) {
    const call = source.nodeAt(span);
    if (call === undefined || !within.some(node => isWithin(node, call))) continue;
    if (call.type === 'VariableDeclaration') continue;
    if (!isInSameFunction(call, binding.call)) {
      return { reason: 'It is given back in a function that runs later.' };
    }
    const statement = statementToDrop(call, binding);
    if (statement === undefined) return { reason: 'It is given back inside an expression.' };
    const destroy = destroyAt(call, statement, source, handling.destroysIfGiven);
    if (destroy !== undefined) destroys.push(destroy);
    else if (statement.type === 'ReturnStatement') {
      const { start, end } = spanBehindReturn(statement);
      edits.push(replace({ file: source.file.path, start, end }, ''));
    } else edits.push(emptiedFinally(statement, source) ?? withComment(statement, source));
  }
  return { edits, destroys };
}

/** What is said of a release on its line goes with it. */
function withComment(statement: Node, { file }: EditSource): Edit {
  const { text } = file;
  const [start, end] = statement.range;
  const stop = lineEnd(text, end);
  const isSaid = /^\s*\/\/(?!.*(?:eslint|@ts-))/.test(text.slice(end, stop));
  const isAlone = isSaid && text.slice(lineStart(text, start), start).trim() === '';
  return deleteStatement(file, isAlone ? { ...statement, range: [start, stop] } : statement);
}

/** The `finally` of a `try` with a `catch` goes with its only statement. */
function emptiedFinally(statement: Node, { file }: EditSource): Edit | undefined {
  const block = statement.parent;
  const outer = block?.parent;
  if (outer?.type !== 'TryStatement' || outer.finalizer !== block || !outer.handler)
    return undefined;
  const [start, end] = [outer.handler.range[1], outer.range[1]];
  const isAlone = outer.finalizer.body.length === 1 && !/\/[/*]/.test(file.text.slice(start, end));
  return isAlone ? replace({ file: file.path, start, end }, '') : undefined;
}

/** Tells what is taken out from the reason why nothing is. */
export function isStuck(removal: Removal | Stuck): removal is Stuck {
  return 'reason' in removal;
}

function spanBehindReturn(statement: Extract<Node, { type: 'ReturnStatement' }>) {
  const { argument, range } = statement;
  return { start: range[0] + 'return'.length, end: argument?.range[1] ?? range[1] };
}

/** The whole statement that a release is, with the `if` that only asks whether there is a connection. */
export function statementToDrop(call: Node, { name }: Binding): Node | undefined {
  let node = call;
  for (let outer = call.parent; outer; node = outer, outer = outer.parent) {
    switch (outer.type) {
      case 'AwaitExpression':
      case 'ChainExpression':
        continue;
      case 'CallExpression':
        if (outer.callee !== node) return undefined;
        continue;
      case 'MemberExpression':
        // `client.end().catch(log)`: what is said of the release goes with it.
        if (outer.object !== node) return undefined;
        continue;
      case 'LogicalExpression':
        if (outer.right !== node || !asksOnlyFor(outer.left, name)) return undefined;
        continue;
      case 'ExpressionStatement':
        return withGuard(outer, name);
      case 'ReturnStatement':
        return outer;
      default:
        return undefined;
    }
  }
  return undefined;
}

function withGuard(statement: Node, name: string): Node | undefined {
  const { parent } = statement;
  const block = parent?.type === 'BlockStatement' && parent.body.length === 1 ? parent : undefined;
  const guarded = block ?? statement;
  const guard = guarded.parent;
  if (guard?.type !== 'IfStatement') return statement;
  const isWhole = guard.consequent === guarded && !guard.alternate && asksOnlyFor(guard.test, name);
  if (isWhole) return guard;
  return block === undefined ? undefined : statement;
}

/** Whether a test asks nothing but whether a variable holds something. */
function asksOnlyFor(test: Node, name: string): boolean {
  return nodesIn(test).every(node => {
    switch (node.type) {
      case 'Identifier':
        return node.name === name || node.name === 'undefined';
      case 'UnaryExpression':
      case 'BinaryExpression':
      case 'LogicalExpression':
        return true;
      case 'Literal':
        return node.value === null;
      default:
        return false;
    }
  });
}

const DESTROYS = /^(?:destroy|terminate)/;

function destroyAt(
  call: Node,
  statement: Node,
  source: EditSource,
  destroysIfGiven: boolean,
): Destroy | undefined {
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return undefined;
  const { property } = call.callee;
  const method = property.type === 'Identifier' ? property.name : undefined;
  if (method !== undefined && DESTROYS.test(method)) return { statement, method, argument: 'true' };
  const [given] = call.arguments;
  if (given === undefined || !destroysIfGiven) return undefined;
  if (given.type === 'Literal' && !given.value) return undefined;
  return { statement, method: undefined, argument: source.textOf(given) };
}
