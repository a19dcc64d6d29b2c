import { valuesOf } from '../../source/walk.ts';
import type { Call, Outcome } from './flow.ts';
import { gives } from './flow.ts';
import { leasesIn } from './reach.ts';
import { runsIn } from './together.ts';
import type { PromiseValue, Value } from './values.ts';
import { pending } from './values.ts';

/** How many members the list of a combinator has; two where nobody can count them. */
export function elementCount(call: Call): number {
  const { node } = call.step;
  const list = node.type === 'CallExpression' ? node.arguments[0] : undefined;
  return list?.type === 'ArrayExpression' ? valuesOf(list).length : 2;
}

/** `Promise.race`: the value of any member; when another one wins, its lease comes too late for anyone. */
export function* race(call: Call, list: Value | undefined): Generator<Outcome> {
  const { state } = call.at;
  const members = list?.k === 'ref' ? [...(state.heap.get(list.id)?.values() ?? [])] : [];
  const promises = members.filter((value): value is PromiseValue => value.k === 'promise');
  const withLease = promises.filter(promise => leasesIn(state, promise).size > 0);
  if (withLease.length === 0) {
    const database = promises.some(promise => promise.database);
    const races = elementCount(call) > 1 ? runsIn(state, list) : [];
    yield gives(call, pending(undefined, { database, races }));
    return;
  }
  // A race that the acquire wins is fine; the paths on which it loses are the ones that matter.
  for (const promise of withLease) yield gives(call, pending(promise.of, { database: true }));
}
