import { identifierName } from '../../source/names.ts';
import { callText } from '../call-text.ts';
import { holds } from '../flow/exits.ts';
import type { Exit } from '../flow/flow.ts';
import { baseOf } from '../flow/sites.ts';
import type { Status } from '../flow/state.ts';
import type { Handing } from '../flow/trail.ts';
import type { Alone } from './alone.ts';
import { isThrown } from './alone.ts';
import { placesOf } from './places.ts';
import type { Probe } from './probes.ts';
import type { Fate, ParameterSummary, When } from './summary.ts';

/** What becomes of the connections that a function is given, and which parameters it calls with one. */
export function parametersOf(alone: Alone): readonly ParameterSummary[] {
  return [
    ...alone.probes.map(probe => ({ name: probe.name, fates: fatesOf(alone, probe) })),
    ...calledParameters(alone),
  ];
}

function fatesOf(alone: Alone, { id }: Probe): readonly Fate[] {
  const { flow, before, handings } = alone;
  const exits = alone.exits.filter(exit => exit.state.leases.has(id));
  const open = exits.filter(exit => !isThrown(exit) && exit.state.statusOf(id) === 'live');
  const own = handings.filter(
    one => baseOf(one.lease) === id && calledParameter(alone, one) === undefined,
  );
  const when = whenGivenBack(alone, id, exits);
  const stored = new Set([
    ...open.flatMap(exit => placesOf(flow, exit.state, id, before)),
    ...own.filter(({ how }) => how === 'kept').map(receiverText),
  ]);
  const forwarded = own
    .filter(({ how }) => how !== 'kept')
    .map(({ file, node }) => callText(file, node));
  const isReturned = open.some(exit => holds(flow, exit.state, exit.value, id));
  const fates: readonly Fate[] = [
    ...(when === undefined ? [] : [{ kind: 'released', when } as const]),
    ...later(alone, id, exits),
    ...[...stored].map(where => ({ kind: 'stored', where }) as const),
    ...(isReturned ? [{ kind: 'returned' } as const] : []),
    ...[...new Set(forwarded)].map(to => ({ kind: 'forwarded', to }) as const),
  ];
  const isCalledWith = handings.some(one => baseOf(one.lease) === id);
  return fates.length > 0 || isCalledWith ? fates : [{ kind: 'borrowed' }];
}

function whenGivenBack(
  { flow, node }: Alone,
  id: string,
  exits: readonly Exit[],
): When | undefined {
  if (exits.length > 0) return whenAll(exits, exit => hasStatus(exit, id, 'released'));
  // The process ends in it: there is no way out to tell by.
  return flow.session.notes.isReleasedIn(node, id) ? 'sometimes' : undefined;
}

/** On which ways out something holds; `undefined` where it never does. */
function whenAll(exits: readonly Exit[], is: (exit: Exit) => boolean): When | undefined {
  const hits = exits.filter(is);
  if (hits.length === 0) return undefined;
  if (hits.length === exits.length) return 'always';
  const normal = exits.filter(exit => !isThrown(exit));
  const normalHits = hits.filter(exit => !isThrown(exit));
  if (normal.length > 0 && normalHits.length === normal.length) return 'unless it throws';
  const isOnEveryThrow = hits.length - normalHits.length === exits.length - normal.length;
  return normalHits.length === 0 && isOnEveryThrow ? 'when it throws' : 'sometimes';
}

/** A connection that moved without being handed to anybody waits in a callback that releases it. */
function later({ flow, handings }: Alone, id: string, exits: readonly Exit[]): readonly Fate[] {
  if (handings.some(one => baseOf(one.lease) === id && one.how !== 'shown')) return [];
  const when = whenAll(exits, exit => hasStatus(exit, id, 'moved'));
  if (when === undefined) return [];
  const isLost = flow.session.notes.openEnds.some(end => baseOf(end.lease) === id);
  return [{ kind: 'later', when: isLost ? 'sometimes' : when }];
}

function hasStatus(exit: Exit, id: string, status: Status): boolean {
  return exit.state.statusOf(id) === status;
}

function receiverText({ file, node }: Handing): string {
  return callText(file, node).replace(/(?:\?\.|\.)[\w$]+\(\)$/, '');
}

/** The parameters that are called with a connection. */
function calledParameters(alone: Alone): readonly ParameterSummary[] {
  const calls = new Map<string, Map<string, Fate>>();
  for (const handing of alone.handings) {
    const name = calledParameter(alone, handing);
    if (name === undefined) continue;
    const fate = fateOfCall(alone, handing);
    const fates = calls.get(name) ?? new Map<string, Fate>();
    calls.set(name, fates.set(JSON.stringify(fate), fate));
  }
  return [...calls].map(([name, fates]) => ({ name, fates: [...fates.values()] }));
}

/** The parameter of the function that a call calls. */
function calledParameter({ node: owner }: Alone, { file, node }: Handing): string | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return undefined;
  const [definition] = file.variableOf(node.callee)?.defs ?? [];
  const isOwn = definition?.type === 'Parameter' && definition.node === owner;
  return isOwn ? identifierName(node.callee) : undefined;
}

function fateOfCall(alone: Alone, { lease, how }: Handing): Fate {
  const id = baseOf(lease);
  const probe = alone.probes.find(one => one.id === id);
  const owns = how === 'given';
  const isOwn = probe === undefined && !owns;
  const released = isOwn ? whenReleased(alone, id) : undefined;
  return { kind: 'called', connection: probe?.name, released, owns };
}

/** On which ways out a function releases what it acquired itself. */
function whenReleased({ flow, node, exits }: Alone, id: string): When | undefined {
  const { notes, sites } = flow.session;
  // A scope's lease is the driver's to release.
  if (sites.of(id)?.hold === 'scope') return 'always';
  if (!notes.isReleasedIn(node, id)) return undefined;
  if (notes.openEnds.some(end => baseOf(end.lease) === id)) return 'sometimes';
  const all = exits.filter(exit => exit.state.leases.has(id));
  return all.length === 0 ? 'always' : whenAll(all, exit => !hasStatus(exit, id, 'live'));
}
