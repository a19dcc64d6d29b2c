import { readClock } from '../clock.ts';
import { findUserSite, toText } from '../detector/call-site.ts';
import type { LeakDetector } from '../detector/detector.ts';
import { reportOnPool } from '../detector/describe.ts';
import { callerOf, isBegunByHolder } from '../detector/same-function.ts';
import { acquireFailedOf, doubleReleaseOf, nestedAcquireOf } from '../detector/said.ts';
import type { Scope } from '../detector/scopes.ts';
import { HoldLedger, type CapturedStack, type Hold } from '../holds/hold.ts';
import { attachDump } from './dump.ts';

/** An acquire that waits for its connection. */
export interface Asked {
  readonly at: number;
  readonly stack: CapturedStack | undefined;
  readonly scope: Scope | undefined;
}

/** How an acquire comes about. */
export type AskedBy = 'acquire' | 'one-shot' | 'scope';

/** Where a watched pool tells what happens to its connections. */
export class Tap {
  readonly ledger: HoldLedger;
  readonly detector: LeakDetector;
  /** Since it is watched. */
  readonly counts = { acquired: 0, failed: 0, timedOut: 0, waiting: 0 };
  readonly #live = new Set<Hold>();
  readonly #holds = new WeakMap<object, Hold>();
  readonly #last = new WeakMap<object, Hold>();
  readonly #connections = new WeakMap<Hold, object>();
  readonly #robbed = new WeakSet<Hold>();
  readonly #scopes = new WeakMap<Hold, Scope>();

  constructor(poolName: string, detector: LeakDetector) {
    this.ledger = new HoldLedger(poolName, () => [...this.#live]);
    this.detector = detector;
  }

  /** An acquire begins; `above` is what the user called. */
  ask(by: AskedBy, above: (...args: never[]) => unknown): Asked {
    this.counts.waiting += 1;
    const { scopes } = this.detector;
    if (scopes !== undefined && by !== 'one-shot') this.#noteNested(above);
    const scope = by === 'acquire' ? scopes?.enter() : undefined;
    const at = readClock();
    return { at, stack: this.ledger.sample(undefined, above, at), scope };
  }

  /** The connection is there. `lease` is what only this holder has, where the driver makes such a thing. */
  got(asked: Asked, connection: object, lease: object | undefined, seen: boolean): Hold {
    const now = readClock();
    this.counts.waiting -= 1;
    this.counts.acquired += 1;
    const hold = this.ledger.open(now, now - asked.at, undefined, asked.stack);
    // Statements will be noted: until the first, the connection stands idle.
    if (seen) hold.see(now);
    this.#live.add(hold);
    this.#holds.set(connection, hold);
    // Where the lease is what is lost, the connection must not keep it: then there is none to reclaim.
    if (lease === undefined) this.#connections.set(hold, connection);
    if (asked.scope !== undefined) {
      asked.scope.hold = hold;
      this.#scopes.set(hold, asked.scope);
    }
    this.ledger.announce(hold, lease);
    return hold;
  }

  /** No connection came. The error gets the list of holders. */
  failed(asked: Asked, error: unknown, isTimeout: boolean): void {
    this.counts.waiting -= 1;
    this.counts.failed += 1;
    this.ledger.fail(readClock() - asked.at);
    if (isTimeout) this.counts.timedOut += 1;
    if (!isTimeout || !(error instanceof Error)) return;
    const holders = this.detector.holders(this.ledger);
    const { poolName } = this.ledger;
    const stack = asked.stack && String(asked.stack.stack);
    const at = stack === undefined ? undefined : findUserSite(stack);
    const said = acquireFailedOf(poolName, error, holders);
    attachDump(error, holders);
    this.detector.send(reportOnPool(poolName, said, at, stack));
  }

  /** The connection goes back. Nothing happens when nobody holds it. */
  give(connection: object): void {
    const hold = this.#holds.get(connection);
    if (hold === undefined) return;
    this.#live.delete(hold);
    this.#holds.delete(connection);
    this.#last.set(connection, hold);
    this.ledger.close(hold, readClock());
  }

  /** The live hold of a connection. */
  holdOf(connection: object): Hold | undefined {
    return this.#holds.get(connection);
  }

  /** The connection of a live hold. */
  connectionOf(hold: Hold): object | undefined {
    return this.#connections.get(hold);
  }

  /** Says what only this holder has, if it comes to be known later than the connection. */
  keptBy(hold: Hold, lease: object): void {
    hold.young = lease;
  }

  /**
   * Reports that a hold which has ended releases its connection again.
   *
   * `robbed` is the hold of whoever has the connection now. Its own release comes later, and is right.
   */
  twice(hold: Hold, robbed: Hold | undefined, above: (...args: never[]) => unknown): void {
    if (this.#robbed.delete(hold)) return;
    if (robbed !== undefined) this.#robbed.add(robbed);
    const { at } = callerOf(above);
    this.detector.report(hold, doubleReleaseOf(hold, robbed !== undefined, at && toText(at)));
  }

  /** Reports a release of a connection that nobody holds, if it was held before. */
  twiceUnlessHeld(connection: object, above: (...args: never[]) => unknown): void {
    const last = this.#last.get(connection);
    if (last !== undefined && !this.#holds.has(connection)) this.twice(last, undefined, above);
  }

  /** A statement begins on a connection. Whoever runs it is in the connection's hold. */
  begin(connection: object, statement: string | undefined): void {
    const hold = this.#holds.get(connection);
    if (hold === undefined) return;
    hold.begin(readClock(), statement);
    const scope = this.#scopes.get(hold);
    if (scope !== undefined) this.detector.scopes?.enterAgain(scope);
  }

  /** A statement settled. */
  end(connection: object): void {
    this.#holds.get(connection)?.end(readClock());
  }

  /** All statements settled: the connection has nothing to do. */
  settle(connection: object): void {
    const hold = this.#holds.get(connection);
    while (hold?.usage !== undefined && hold.usage.running > 0) hold.end(readClock());
  }

  #noteNested(above: (...args: never[]) => unknown): void {
    const outer = this.detector.scopes?.current().find(({ hold }) => this.#live.has(hold));
    if (outer === undefined) return;
    const isProven = outer.isExact || isBegunByHolder(outer.hold, callerOf(above), 'named');
    this.detector.report(outer.hold, nestedAcquireOf(outer.hold, isProven));
  }
}
