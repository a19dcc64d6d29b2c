import type { Hold } from '../holds/hold.ts';
import { siteOf, toDump, type Said } from './describe.ts';
import { findUserCaller, toText } from './call-site.ts';
import type { ForeignAwait } from './foreign-calls.ts';
import type { ForeignCall, Holder } from './report.ts';
import { toDuration } from './wording.ts';

const leak = 'pool/no-leaked-connection';

/** Of a connection on which nothing runs. */
export function idleHoldOf(hold: Hold, idleMs: number, call: ForeignCall | undefined): Said {
  const since = (hold.usage?.statements ?? 0) === 0 ? ' since then' : '';
  const waiting = call === undefined ? '' : ` It began ${call.method} ${call.url} meanwhile.`;
  return {
    kind: 'idle-hold',
    rule: leak,
    certainty: 'suspicion',
    message: `${theConnection(hold)} is still held and has run nothing${since} for ${toDuration(idleMs)}.${waiting}`,
    foreign: call,
  };
}

/** Of a connection that is held for long, where nobody can see whether it works. */
export function longHoldOf(hold: Hold, heldMs: number): Said {
  return {
    kind: 'idle-hold',
    rule: leak,
    certainty: 'suspicion',
    message: `${theConnection(hold)} has been held for ${toDuration(heldMs)}.`,
  };
}

/** Of a connection that nobody can give back any more. */
export function lostLeaseOf(hold: Hold): Said {
  return {
    kind: 'lost-lease',
    rule: leak,
    certainty: 'proof',
    message: `${theConnection(hold)} was never released, and no code can reach it any more.`,
  };
}

/** Of a connection that came back after it was suspected. */
export function returnedOf(hold: Hold, heldMs: number): Said {
  return {
    kind: 'returned-late',
    rule: leak,
    certainty: 'withdrawn',
    message: `${theConnection(hold)} came back after ${toDuration(heldMs)}: it was held for long, not leaked.`,
  };
}

/** Of an HTTP call that a held connection waited for. */
export function foreignAwaitOf({ hold, call, isProven }: ForeignAwait, now: number): Said {
  const took = toDuration(now - call.startedAt);
  return {
    kind: 'foreign-await',
    rule: 'pool/no-await-while-held',
    certainty: isProven ? 'proof' : 'suspicion',
    message: `${theConnection(hold)} was held idle for ${took} until ${call.method} ${call.url} was answered.`,
    foreign: call,
  };
}

/** Of an acquire by code that holds a connection of the same pool. */
export function nestedAcquireOf(hold: Hold, isProven: boolean): Said {
  return {
    kind: 'nested-acquire',
    rule: 'pool/no-nested-acquire',
    certainty: isProven ? 'proof' : 'suspicion',
    message: `${theConnection(hold)} is held while a second one of the same pool is acquired.`,
  };
}

/** Of a second release of the same hold. */
export function doubleReleaseOf(hold: Hold, isStale: boolean, by: string | undefined): Said {
  const where = by === undefined ? '' : ` at ${by}`;
  const effect = isStale ? ', while somebody else holds it' : '';
  return {
    kind: 'double-release',
    rule: 'pool/no-use-after-release',
    certainty: 'proof',
    message: `${theConnection(hold)} was released a second time${where}${effect}.`,
  };
}

/** Of an acquire that failed, with everybody who holds a connection. */
export function acquireFailedOf(poolName: string, error: Error, holders: readonly Holder[]): Said {
  const dump = holders.length === 0 ? ' Nobody holds one.' : `\n${toDump(holders)}`;
  return {
    kind: 'acquire-failed',
    rule: undefined,
    certainty: 'proof',
    message: `An acquire from ${poolName} failed: ${error.message}.${dump}`.replace('..', '.'),
    holders,
  };
}

/** Of a pool that may open more connections than a database serves well. */
export function oversizedOf(poolName: string, max: number, sensible: number): Said {
  return {
    kind: 'oversized-pool',
    rule: 'pool/max-pool-size',
    certainty: 'suspicion',
    message: `${poolName} may open ${max} connections; above ${sensible} a database rarely gets faster.`,
  };
}

function theConnection(hold: Hold): string {
  const site = siteOf(hold);
  if (site === undefined) {
    return `Connection ${hold.id} of ${hold.poolName}, acquired at a place that was not sampled,`;
  }
  const caller = hold.stack && findUserCaller(String(hold.stack.stack));
  // Connections are often acquired in one function for many: the caller tells which of them it was.
  return `The connection acquired at ${site}${caller ? ` (called from ${toText(caller)})` : ''}`;
}
