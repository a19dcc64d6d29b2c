import type { Node } from '../../source/source-file.ts';
import { neverRejects } from './can-throw.ts';
import type { Call, Exit, Outcome } from './flow.ts';
import { isInteresting } from './interest.ts';
import { gives } from './flow.ts';
import { entries, valuesOnly } from './collection-calls.ts';
import { assignDisposers } from './dispose.ts';
import { invoke } from './invoke.ts';
import { callOnAnyPromise } from './promise-calls.ts';
import { elementCount, race } from './racing.ts';
import { settleAll } from './settling.ts';
import type { State } from './state.ts';
import { KIND } from './members.ts';
import { noteTogether, runsIn } from './together.ts';
import { lastStep } from './trace.ts';
import type { Value } from './values.ts';
import {
  fulfilledWith,
  joinElements,
  literal,
  pending,
  promisesIn,
  settled,
  waitingFor,
} from './values.ts';

const CONTAINERS = new Set([
  'Map',
  'Set',
  'Array',
  'WeakMap',
  'DisposableStack',
  'AsyncDisposableStack',
]);

/** Calls of the language's own globals, and promise chains on unknown values. */
export function callBuiltin(call: Call): Iterable<Outcome> | undefined {
  const { node, isNew, method } = call.step;
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return undefined;
  const { callee } = node;
  if (isNew) return construct(call, callee);
  if (callee.type === 'MemberExpression' && isGlobal(call, callee.object, 'Promise')) {
    return callPromiseStatic(call, method);
  }
  if (callee.type === 'MemberExpression' && isGlobal(call, callee.object, 'Object')) {
    return callObjectStatic(call, method);
  }
  return callOnAnyPromise(call);
}

function isGlobal(call: Call, node: Node, name: string): boolean {
  return (
    node.type === 'Identifier' &&
    node.name === name &&
    call.flow.graph.file.variableOf(node) === undefined
  );
}

function construct(call: Call, callee: Node): Iterable<Outcome> | undefined {
  if (callee.type !== 'Identifier' || call.flow.graph.file.variableOf(callee)) return undefined;
  if (callee.name === 'Promise') return constructPromise(call);
  if (!CONTAINERS.has(callee.name)) return undefined;
  const ref = refOf(call);
  const { state } = call.at;
  const [source] = call.args;
  const copied = source?.k === 'ref' ? copiedMembers(state, source.id, callee.name) : [];
  const kind = [KIND, literal('Map')] as const;
  const members = new Map<string, Value>(callee.name === 'Map' ? [kind, ...copied] : copied);
  const made = state.setMembers(ref, members);
  return [gives(call, { k: 'ref', id: ref }, { ...call.at, state: made })];
}

/** What a collection made of another one starts with; a map is made of pairs, or of another map. */
function copiedMembers(
  state: State,
  source: string,
  type: string,
): readonly (readonly [string, Value])[] {
  const members = [...(state.heap.get(source) ?? [])].filter(([key]) => key !== KIND);
  if (!type.endsWith('Map') || state.heap.get(source)?.has(KIND)) return members;
  const values = members.map(([, pair]) =>
    pair.k === 'ref' ? state.member(pair.id, '1') : undefined,
  );
  const joined = values.reduce<Value | undefined>((all, one) => joinElements(all, one), undefined);
  return joined === undefined ? [] : [['*', joined]];
}

/** `Object.values(clients)` and its like, of an object made in this function. */
function callObjectStatic(call: Call, method: string | undefined): Iterable<Outcome> | undefined {
  const [of] = call.args;
  if (of?.k === 'lease' && method === 'assign') return [assignDisposers(call, of)];
  if (of?.k !== 'ref') return undefined;
  if (method === 'values') return valuesOnly(call, of.id);
  if (method === 'entries') return entries(call, of.id);
  return method === 'keys' ? [gives(call, undefined)] : undefined;
}

function refOf(call: Call): string {
  return `ref${call.step.node.range[0]}:${call.flow.graph.id}`;
}

/** `new Promise((resolve, reject) => …)`: the executor runs here; what it resolves with is the value. */
function* constructPromise(call: Call): Generator<Outcome> {
  const { at, args, flow } = call;
  const [executor] = args;
  if (executor?.k !== 'closure' || !isInteresting(flow.session, executor, [], at.state)) {
    yield gives(
      call,
      neverRejects(executor) ? settled('fulfilled', undefined) : pending(undefined),
    );
    return;
  }
  const ref = refOf(call);
  const settlers: readonly Value[] = [
    { k: 'settle', ref, rejects: false },
    { k: 'settle', ref, rejects: true },
  ];
  // The promise keeps what it is settled with, also where nothing is left to settle it.
  const kept = `$promise ${ref}!`;
  const state = at.state.setMembers(ref, new Map()).bind(kept, settlers[0]);
  const exits = invoke(flow, executor, settlers, { ...at, state }).map(exit => ({
    ...exit,
    state: exit.state.bind(kept, undefined),
  }));
  const isSettled = (exit: Exit): boolean =>
    exit.kind === 'throw'
      ? flow.session.considersPossible || isThrownOnPurpose(exit)
      : exit.state.member(ref, 'promise') !== undefined;
  // A path that settles nothing waits for a callback that is called later, on one of the other paths.
  const some = exits.filter(isSettled);
  const waiting = exits.filter(exit => exit.kind !== 'throw');
  for (const exit of some.length > 0 ? some : waiting) {
    const value = exit.state.member(ref, 'promise');
    const isRejected = exit.kind === 'throw' && value === undefined;
    yield gives(
      call,
      isRejected ? settled('rejected', undefined) : (value ?? pending(undefined)),
      exit,
    );
  }
}

/** In callback code nobody expects a call to throw at once; a `throw` statement is another matter. */
function isThrownOnPurpose({ trace }: Exit): boolean {
  const last = lastStep(trace);
  return last?.kind === 'leave' && last.by === 'throw';
}

function callPromiseStatic(call: Call, method: string | undefined): Iterable<Outcome> | undefined {
  const [first] = call.args;
  switch (method) {
    case 'resolve':
      return [gives(call, settled('fulfilled', first))];
    case 'reject':
      return [gives(call, settled('rejected', undefined))];
    case 'all':
      noteTogether(call, first);
      return [combine(call, first)];
    case 'allSettled':
      noteTogether(call, first);
      return settleAll(call, first, refOf(call));
    case 'race':
    case 'any':
      return race(call, first);
    default:
      return undefined;
  }
}

/**
 * `Promise.all`: all values, or the first rejection. With two or more members a rejection of one
 * says nothing of the others, so the leases among them are then lost, not unborn.
 */
function combine(call: Call, list: Value | undefined): Outcome {
  const { state } = call.at;
  if (list?.k !== 'ref') return gives(call, pending(undefined));
  const ref = refOf(call);
  let next = state.setMembers(ref, new Map());
  const members = [...(state.heap.get(list.id) ?? [])];
  for (const [key, value] of members) {
    next = next.setMember(ref, key, fulfilledWith(value));
  }
  const promises = members.flatMap(([, value]) => promisesIn(value));
  if (promises.length > 0 && promises.every(promise => promise.state === 'fulfilled')) {
    const value = waitingFor(settled('fulfilled', { k: 'ref', id: ref }), runsIn(state, list));
    return gives(call, value, { ...call.at, state: next });
  }
  const isAlone = elementCount(call) === 1;
  const value = pending(
    { k: 'ref', id: ref },
    {
      database: promises.some(promise => promise.database),
      births: isAlone ? promises.flatMap(promise => promise.births) : [],
      runs: runsIn(state, list),
    },
  );
  return gives(call, value, { ...call.at, state: next });
}
