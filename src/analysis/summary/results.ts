import { holds } from '../flow/exits.ts';
import type { Exit, LeaseSite } from '../flow/flow.ts';
import type { Value } from '../flow/values.ts';
import type { Alone } from './alone.ts';
import { isThrown } from './alone.ts';
import { closersOf } from './closers.ts';
import { placesOf } from './places.ts';
import type { ConnectionType, Kept, ResultSummary } from './summary.ts';

/** The connections that a function gives to its caller. */
export function resultsOf(alone: Alone): readonly ResultSummary[] {
  if (alone.node.generator) return heldOf(alone);
  const normal = alone.exits.filter(exit => !isThrown(exit));
  const found = new Map<string, { readonly result: ResultSummary; count: number }>();
  for (const exit of normal) {
    for (const id of givenBy(alone, exit)) {
      const result = toResult(alone, exit, id);
      const key = JSON.stringify(result);
      const known = found.get(key) ?? { result, count: 0 };
      known.count += 1;
      found.set(key, known);
    }
  }
  return [...found.values()].map(({ result, count }) => ({
    ...result,
    isCertain: count === normal.length,
  }));
}

/** The leases that a way out gives to the caller. */
function givenBy({ flow }: Alone, { state, value }: Exit): readonly string[] {
  return [...state.leases.keys()].filter(id => {
    const status = state.statusOf(id);
    return (status === 'live' || status === 'idle') && holds(flow, state, value, id);
  });
}

function toResult(alone: Alone, exit: Exit, id: string): ResultSummary {
  const { flow, node, probes } = alone;
  const parameter = probes.find(probe => probe.id === id)?.name;
  const inPromise = node.async || exit.value?.k === 'promise';
  const value = exit.value?.k === 'promise' ? exit.value.of : exit.value;
  const isItself = value?.k === 'lease';
  const site = flow.session.sites.of(id);
  return {
    kind: isItself ? (parameter === undefined ? 'fresh' : 'borrowed') : 'wrapper',
    connection: toType(site),
    parameter,
    closedBy: isItself ? [] : closersOf(flow, exit.state, value, id).map(({ name }) => name),
    inPromise,
    isOpen: exit.state.statusOf(id) === 'live' || site?.isLazy === true,
    isCertain: true,
  };
}

/** What a generator holds while its consumer has a value. */
function heldOf({ flow, node, probes }: Alone): readonly ResultSummary[] {
  const closure = { k: 'closure', file: flow.graph.file, node } as const;
  const site = flow.session.heldBy(closure, () => undefined);
  if (site === undefined || probes.some(probe => probe.id === site.id)) return [];
  const rest = { parameter: undefined, closedBy: [], inPromise: false, isOpen: true };
  return [{ kind: 'iterator', connection: toType(site), ...rest, isCertain: true }];
}

/** The connections of its own that a function leaves in a place that outlives it. */
export function keptBy({ flow, probes, before, exits }: Alone): readonly Kept[] {
  const kept = new Map<string, Kept>();
  for (const { state } of exits.filter(exit => !isThrown(exit))) {
    for (const [id, status] of state.leases) {
      if (status === 'released' || probes.some(probe => probe.id === id)) continue;
      for (const where of placesOf(flow, state, id, before)) {
        kept.set(`${id} ${where}`, { connection: toType(flow.session.sites.of(id)), where });
      }
    }
  }
  return [...kept.values()];
}

function toType(site: LeaseSite | undefined): ConnectionType {
  return { package: site?.driver.package ?? '', type: site?.type.type ?? '' };
}

/** Whether what a function gives is the promise of database work: what the database rejects, it throws. */
export function mayReject(value: Value | undefined): boolean {
  if (value?.k !== 'promise' || value.state === 'fulfilled') return false;
  return value.database || value.births.length > 0;
}
