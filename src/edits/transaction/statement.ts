import type { Run } from '../../analysis/hold-facts.ts';
import { optionsPosition } from '../../drivers/carries.ts';
import type { PoolType } from '../../drivers/driver.ts';
import { propertyName } from '../../source/names.ts';
import type { Node } from '../../source/source-file.ts';
import { isFunction } from '../../source/walk.ts';
import { poolTypesOf } from '../driver-types.ts';
import type { Edit } from '../edit.ts';
import { isNoWay, type NoWay } from '../hold/way.ts';
import { methodOf } from '../move/steps.ts';
import type { EditSource } from '../source.ts';
import { carryOption } from './option.ts';
import { callOn } from './receiver.ts';

/** A transaction that is open, as the place of a statement knows it. */
export interface Handle {
  /** The variable that holds it. */
  readonly name: string;
  readonly package: string;
  /** The declared name of its type. */
  readonly type: string;
  /** There may be none. */
  readonly mayBeMissing: boolean;
}

/** What makes a statement run in a transaction. */
export interface Told {
  readonly edits: readonly Edit[];
  /** What has to stand in for the handle where there is none: the root, or what it leads to. */
  readonly root?: Node;
  readonly rootText?: string;
}

/** Tells a statement which transaction it runs in: by an option, or by what it is called on. */
export function tellStatement(run: Run, handle: Handle, source: EditSource): Told | NoWay {
  const call = source.nodeAt(run.at);
  if (call?.type !== 'CallExpression' && call?.type !== 'TaggedTemplateExpression') {
    return { reason: 'The statement is no plain call.' };
  }
  const line = source.file.lineOf(call.range[0]);
  if (!isWaitedFor(call)) {
    return {
      reason: `Nobody waits for the statement on line ${line}: it may run when all is over.`,
    };
  }
  if (isInHandler(call)) {
    return {
      reason: `The statement on line ${line} runs where something failed: the transaction would take it back.`,
    };
  }
  const types = typesOf(run, handle, source);
  const method = call.type === 'CallExpression' ? (methodOf(call) ?? '()') : '()';
  const carrier = types.find(({ carries }) => optionsPosition(carries, method) !== undefined);
  if (call.type === 'CallExpression' && carrier?.carries !== undefined) {
    const edits = carryOption(call, carrier.carries, handle, source);
    return isNoWay(edits) ? edits : { edits: edits.edits };
  }
  const on = run.on && source.nodeAt(run.on.at);
  if (on === undefined) return { reason: 'What it is called on is made elsewhere.' };
  return callOn(
    on,
    types.find(({ type }) => type === run.on?.type),
    handle,
    source,
  );
}

function typesOf({ on }: Run, { package: name }: Handle, source: EditSource): readonly PoolType[] {
  const known = poolTypesOf(name, source);
  const own = known.filter(({ type }) => type === on?.type);
  return own.length > 0 ? own : known.filter(({ carries }) => carries?.methods !== undefined);
}

/** Whether a promise is awaited, returned, or part of something that is. */
function isWaitedFor(call: Node): boolean {
  for (let inner = call, outer = call.parent; outer; inner = outer, outer = outer.parent) {
    if (outer.type === 'AwaitExpression' || outer.type === 'ReturnStatement') return true;
    if (isFunction(outer)) return outer.body === inner && inner.type !== 'BlockStatement';
    if (/Statement$|^VariableDeclaration$/.test(outer.type)) return false;
  }
  return false;
}

/** Whether a node stands in what handles a failure. */
function isInHandler(node: Node): boolean {
  for (let inner = node, outer = node.parent; outer; inner = outer, outer = outer.parent) {
    if (outer.type === 'CatchClause') return true;
    if (outer.type !== 'CallExpression' || !isFunction(inner)) continue;
    if (outer.callee.type !== 'MemberExpression') continue;
    const name = propertyName(outer.callee);
    if (name === 'catch' || (name === 'then' && outer.arguments[1] === inner)) return true;
  }
  return false;
}
