import type { Hold } from '../holds/hold.ts';
import { findUserSite, toText, type CallSite } from './call-site.ts';
import type { Holder, Report, ReportKind } from './report.ts';
import { toDuration, toShownStatement } from './wording.ts';

/** The running time between two moments, pauses of the event loop left out. */
export type Clock = (from: number, now: number) => number;

/** What a report adds to what the hold itself tells. */
export type Said = Pick<Report, 'kind' | 'rule' | 'certainty' | 'message'> &
  Partial<Pick<Report, 'foreign' | 'holders'>>;

/** The place in the user's code that acquired the connection, if its stack was captured. */
export function findSite(hold: Hold): CallSite | undefined {
  return hold.stack === undefined ? undefined : findUserSite(String(hold.stack.stack));
}

/** `file:line` of the acquire: the constant it was given, or what its stack says. */
export function siteOf(hold: Hold): string | undefined {
  if (hold.site !== undefined) return hold.site;
  const found = findSite(hold);
  return found && toText(found);
}

/** How long no statement has run on the connection. */
export function idleMsOf({ usage, acquiredAt }: Hold, now: number, clock: Clock): number {
  if (usage === undefined) return clock(acquiredAt, now);
  return usage.running > 0 ? 0 : clock(usage.lastUsedAt, now);
}

/** A report about one hold. */
export function reportOn(hold: Hold, said: Said, now: number, clock: Clock): Report {
  return Object.freeze({
    poolName: hold.poolName,
    ...toHolder(hold, now, clock),
    at: findSite(hold),
    stack: hold.stack && String(hold.stack.stack),
    busyMs: hold.busyMs(now),
    foreign: undefined,
    holders: [],
    ...said,
  });
}

/** A report about a pool, at the place that made it or asked it. */
export function reportOnPool(
  poolName: string,
  said: Said,
  at: CallSite | undefined,
  stack?: string,
): Report {
  const nothing = { heldMs: 0, idleMs: 0, busyMs: 0, statements: 0, lastStatement: undefined };
  return Object.freeze({
    poolName,
    holdId: undefined,
    at,
    site: at && toText(at),
    stack,
    foreign: undefined,
    holders: [],
    ...nothing,
    ...said,
  });
}

/** Live holds as a dump lists them, the longest idle one first. */
export function holdersOf(
  live: readonly Hold[],
  now: number,
  clock: Clock = (from, until) => until - from,
): readonly Holder[] {
  return live.map(hold => toHolder(hold, now, clock)).sort((a, b) => b.idleMs - a.idleMs);
}

/** A dump of holders in words: one line for each call site, the one with most connections first. */
export function toDump(holders: readonly Holder[]): string {
  const bySite = new Map<string, Holder[]>();
  for (const holder of holders) {
    const site = holder.site ?? 'a place that was not sampled';
    bySite.set(site, [...(bySite.get(site) ?? []), holder]);
  }
  return [...bySite]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([site, held]) => toDumpLine(site, held))
    .join('\n');
}

/** What kind of mistake a message begins with, as a code for filters. */
export function codeOf(kind: ReportKind): string {
  return `POOL_${kind.replaceAll('-', '_').toUpperCase()}`;
}

function toDumpLine(site: string, held: readonly Holder[]): string {
  const longest = toDuration(Math.max(...held.map(({ heldMs }) => heldMs)));
  const used = held.filter(({ statements }) => statements > 0);
  const idlest = toDuration(Math.max(0, ...used.map(({ idleMs }) => idleMs)));
  const idle = used.length === 0 ? '' : `, idle for up to ${idlest}`;
  const last = held.find(({ lastStatement }) => lastStatement !== undefined)?.lastStatement;
  const statement = last === undefined ? '' : `, last statement: ${last}`;
  return `${held.length} held from ${site}, for up to ${longest}${idle}${statement}`;
}

function toHolder(hold: Hold, now: number, clock: Clock): Holder {
  const { statements = 0, lastStatement: text } = hold.usage ?? {};
  return {
    holdId: hold.id,
    site: siteOf(hold),
    heldMs: hold.heldMs(now),
    idleMs: idleMsOf(hold, now, clock),
    statements,
    lastStatement: text === undefined ? undefined : toShownStatement(text),
  };
}
