import type { CapturedStack } from './stack.ts';

/** What ran on a connection during one hold. */
interface Usage {
  statements: number;
  /** Statements that have not settled yet. */
  running: number;
  /** When the first of them began; meaningful only while `running` is above zero. */
  busySince: number;
  /** Time with at least one statement running, without what runs now. */
  busyMs: number;
  lastUsedAt: number;
  lastStatement: string | undefined;
}

/**
 * One hold: a connection in somebody's hands, from acquire until release.
 *
 * Times are those of `readClock`. A hold never points at its lease, so a lease that nobody keeps can be
 * collected while the ledger still knows the hold.
 */
export class Hold {
  // Declared only: a field that is also defined is written twice, and each acquire makes a hold.
  declare readonly id: number;
  declare readonly poolName: string;
  declare readonly acquiredAt: number;
  declare readonly waitedMs: number;
  /** The call site as a constant that a codemod or the caller passed, `file:line`. */
  declare readonly site: string | undefined;
  declare stack: CapturedStack | undefined;
  usage: Usage | undefined = undefined;
  /** The lease of a young hold. A sweep watches it and lets go: kept longer, it could not be collected. */
  young: object | undefined = undefined;
  releasedAt: number | undefined = undefined;

  constructor(
    id: number,
    poolName: string,
    acquiredAt: number,
    waitedMs: number,
    site: string | undefined,
    stack: CapturedStack | undefined,
  ) {
    this.id = id;
    this.poolName = poolName;
    this.acquiredAt = acquiredAt;
    this.waitedMs = waitedMs;
    this.site = site;
    this.stack = stack;
  }

  /** Notes that statements on this connection are noted: until the first one, it stands idle. */
  see(now: number): Usage {
    return (this.usage ??= {
      statements: 0,
      running: 0,
      busySince: now,
      busyMs: 0,
      lastUsedAt: now,
      lastStatement: undefined,
    });
  }

  /** Notes that a statement begins. */
  begin(now: number, statement: string | undefined): void {
    const usage = this.see(now);
    if (usage.running === 0) usage.busySince = now;
    usage.running += 1;
    usage.statements += 1;
    usage.lastUsedAt = now;
    usage.lastStatement = statement;
  }

  /** Notes that a statement settled. */
  end(now: number): void {
    const { usage } = this;
    if (usage === undefined || usage.running === 0) return;
    usage.running -= 1;
    usage.lastUsedAt = now;
    if (usage.running === 0) usage.busyMs += now - usage.busySince;
  }

  /** How long the connection has been held. */
  heldMs(now: number): number {
    return (this.releasedAt ?? now) - this.acquiredAt;
  }

  /** How long at least one statement was running on it. */
  busyMs(now: number): number {
    const { usage } = this;
    if (usage === undefined) return 0;
    return usage.busyMs + (usage.running > 0 ? (this.releasedAt ?? now) - usage.busySince : 0);
  }
}
