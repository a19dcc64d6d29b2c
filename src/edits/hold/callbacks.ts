import type { Lease } from '../../analysis/facts.ts';
import type { FunctionNode, Node, Variable } from '../../source/source-file.ts';
import { functionAround, isFunction, walk, isWithin } from '../../source/walk.ts';
import type { Edit } from '../edit.ts';
import { insert, replace } from '../edit.ts';
import { deleteStatement } from '../lines.ts';
import type { EditSource } from '../source.ts';
import { isMentionedIn } from '../statements.ts';
import { indentationAt } from '../style.ts';
import { findNamed } from './named-callback.ts';
import { statementsBefore } from './spot.ts';
import type { NoWay, Way } from './way.ts';
import { notFor } from './way.ts';

interface Job {
  readonly lease: Lease;
  readonly source: EditSource;
  readonly connection: Variable;
  /** The statement that gives it back. */
  readonly line: string;
  readonly edits: Edit[];
  /** What stands in the way. */
  reason?: string;
  /** A callback that is known by its name only is called by another one. */
  callsByName: boolean;
}

const UNSEEN = 'Not every branch that uses it ends in a callback that is in sight.';

/** Gives a connection that a callback receives back in the callbacks that come last. */
export function releaseInCallbacks(lease: Lease, source: EditSource): Way | NoWay {
  const call = source.nodeAt(lease.handling.call);
  if (call?.type !== 'CallExpression' || !lease.isInCallback) {
    return notFor('No callback receives it.');
  }
  const callback = call.arguments.map(one => (isFunction(one) ? one : undefined)).find(Boolean);
  const parameter = callback?.params.find(
    one => one.type === 'Identifier' && one.name === lease.name,
  );
  const connection = parameter && source.file.variableOf(parameter);
  if (callback === undefined || connection === undefined) {
    return { reason: 'The callback that receives it is not written at the call.' };
  }
  if (callback.async) return { reason: 'The callback is `async`.' };
  const line = `${giveBackIn(lease, callback)}${source.style.semicolon}`;
  const job: Job = { lease, source, connection, line, edits: [], callsByName: false };
  for (const span of lease.handling.releases) {
    const release = source.nodeAt(span)?.parent;
    if (release?.type !== 'ExpressionStatement')
      return { reason: 'It is given back inside an expression.' };
    if (!hasNoArguments(source.nodeAt(span)))
      return { reason: 'It is closed when something fails.' };
    job.edits.push(deleteStatement(source.file, release));
  }
  if (!settle(job, callback, errorOf(callback))) return { reason: job.reason ?? UNSEEN };
  return { edits: job.edits, isDoubtful: job.callsByName };
}

function hasNoArguments(call: Node | undefined): boolean {
  return call?.type === 'CallExpression' && call.arguments.length === 0;
}

/** The third parameter of a callback gives back where the driver passes one. */
function giveBackIn({ giveBack }: Lease, { params }: FunctionNode): string {
  const [, , third] = params;
  return third?.type === 'Identifier' ? `${third.name}()` : giveBack;
}

function errorOf({ params: [first] }: FunctionNode): string | undefined {
  return first?.type === 'Identifier' ? first.name : undefined;
}

/** Finds the last callback below a function that has the connection; `error` names what says there is none. */
function settle(job: Job, owner: FunctionNode, error?: string): boolean {
  if (owner.body?.type !== 'BlockStatement') return false;
  const uses = usesIn(job, owner);
  if (uses.length === 0) return releaseFirst(job, owner, owner.body);
  for (const exit of earlyExits(owner)) {
    const isMissing = error !== undefined && isGuardedBy(exit, [error, job.connection.name], owner);
    if (isMissing || uses.some(use => isWithin(exit, use))) continue;
    job.edits.push(...statementsBefore(job.source, exit, [job.line]));
  }
  if (uses.length > 1 && !areBranches(uses)) return false;
  return uses.every(use => settleCall(job, use));
}

function settleCall(job: Job, use: Extract<Node, { type: 'CallExpression' }>): boolean {
  const last: Node | undefined = use.arguments.at(-1);
  if (isFunction(last)) return settle(job, last);
  if (last?.type !== 'Identifier' || use.arguments.length < 2) return false;
  const { source, line } = job;
  const named = findNamed(last, source.file);
  if (named === undefined) return false;
  if (named.usesThis) {
    job.reason = `\`${last.name}\` uses \`this\`, which a callback around it would change.`;
    return false;
  }
  // It is called once the connection went back.
  job.callsByName = true;
  const { newline, indent } = source.style;
  const own = indentationAt(source.file.text, use.range[0]);
  const body = [line, `${last.name}(...results)${source.style.semicolon}`];
  const text = `(...results) => {${body.map(one => `${newline}${own}${indent}${one}`).join('')}${newline}${own}}`;
  const [start, end] = last.range;
  job.edits.push(replace({ file: source.file.path, start, end }, text));
  return source.file.text.includes('=>');
}

function releaseFirst(job: Job, owner: FunctionNode, body: Node): boolean {
  const { source, line } = job;
  const { text, path } = source.file;
  const open = body.range[0] + 1;
  const own = indentationAt(text, owner.body?.range[1] ?? open);
  const isOneLine = !text.slice(...body.range).includes('\n');
  const { newline, indent } = source.style;
  job.edits.push(insert(path, open, isOneLine ? ` ${line}` : `${newline}${own}${indent}${line}`));
  return true;
}

/** The outermost calls of a function itself that do something with the connection, but giving it back. */
function usesIn({ connection, lease }: Job, owner: FunctionNode) {
  const uses: Extract<Node, { type: 'CallExpression' }>[] = [];
  walk(owner.body ?? owner, node => {
    if (isFunction(node)) return false;
    if (node.type !== 'CallExpression' || !isMentionedIn(connection, node)) return true;
    const isRelease = lease.handling.releases.some(
      ({ start, end }) => start === node.range[0] && end === node.range[1],
    );
    if (!isRelease) uses.push(node);
    return false;
  });
  return uses;
}

function earlyExits(owner: FunctionNode): readonly Node[] {
  const exits: Node[] = [];
  walk(owner.body ?? owner, node => {
    if (isFunction(node)) return false;
    if (node.type === 'ReturnStatement' || node.type === 'ThrowStatement') exits.push(node);
    return true;
  });
  return exits;
}

/** Whether an exit is where a test said that there is no connection: `if (error || !client)`. */
function isGuardedBy(exit: Node, names: readonly string[], owner: Node): boolean {
  for (let node = exit.parent; node && node !== owner; node = node.parent) {
    if (node.type !== 'IfStatement' || !isWithin(node.consequent, exit)) continue;
    if (tellsOfNone(node.test, names)) return true;
  }
  return false;
}

/** `names` are those of the error and of the connection. */
function tellsOfNone(test: Node, names: readonly string[]): boolean {
  const [error, connection] = names;
  switch (test.type) {
    case 'Identifier':
      return test.name === error;
    case 'UnaryExpression':
      return (
        test.operator === '!' &&
        test.argument.type === 'Identifier' &&
        test.argument.name === connection
      );
    case 'LogicalExpression':
      return (
        test.operator === '||' && tellsOfNone(test.left, names) && tellsOfNone(test.right, names)
      );
    default:
      return false;
  }
}

/** Whether no two of some calls run after one another: they stand in the two branches of an `if`. */
function areBranches(uses: readonly Node[]): boolean {
  const [first, second, ...others] = uses;
  if (first === undefined || second === undefined || others.length > 0) return false;
  for (let node = first.parent; node; node = node.parent) {
    if (node.type !== 'IfStatement' || !node.alternate) continue;
    const { consequent, alternate } = node;
    if (isWithin(consequent, first) && isWithin(alternate, second)) return true;
    if (functionAround(node) !== functionAround(first)) return false;
  }
  return false;
}
