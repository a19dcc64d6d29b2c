import { Histogram } from './histogram.ts';
import { Hold } from './record.ts';
import { captureStack, type CapturedStack } from './stack.ts';

export type { CapturedStack };
export { Hold } from './record.ts';

/** Hears of holds as they begin and end. */
export interface HoldListener {
  /** `lease` is the object in the caller's hands; keeping it would hide that nobody else does. */
  onOpen?(hold: Hold, lease: object | undefined): void;
  onClose?(hold: Hold): void;
  /** An acquire ended with no connection, after so long. */
  onFail?(waitedMs: number): void;
  /** A connection was made. */
  onConnect?(tookMs: number): void;
}

/**
 * All live holds of one pool, and how long waits and holds took.
 *
 * Opening and closing take constant time and allocate the record alone.
 */
export class HoldLedger {
  readonly poolName: string;
  /** Of acquires that failed, too: during an outage they are the ones that tell. */
  readonly waits = new Histogram();
  readonly uses = new Histogram();
  readonly connects = new Histogram();
  /** Time in which statements ran, of the holds that ended. */
  busyMs = 0;
  /** How many frames an acquire captures of its stack; without a sampler none are. */
  sampler: ((site: string | undefined, now: number) => number) | undefined = undefined;
  /** Runs what a scoped hold runs, so that awaits inside can be told to be its own. */
  runWithin: (<Result>(hold: Hold, work: () => Result) => Result) | undefined = undefined;
  /** Each hold keeps its place. An old array that takes up a young hold costs more than all the rest, so once is enough. */
  readonly #places: (Hold | undefined)[] = [];
  readonly #free: number[] = [];
  #listeners: readonly HoldListener[] = [];
  #lastId = 0;

  constructor(poolName: string) {
    this.poolName = poolName;
  }

  /** How many holds are live. */
  get size(): number {
    return this.#places.length - this.#free.length;
  }

  /** The live holds, as a copy, in no order. */
  get live(): readonly Hold[] {
    return this.#places.filter(hold => hold !== undefined);
  }

  /** The live hold in a place. */
  at(place: number): Hold | undefined {
    return this.#places[place];
  }

  /** Captures the stack of an acquire if its turn has come; `above` and what it calls are left out. */
  sample(
    site: string | undefined,
    above: (...args: never[]) => unknown,
    now: number,
  ): CapturedStack | undefined {
    const frames = this.sampler?.(site, now) ?? 0;
    return frames === 0 ? undefined : captureStack(above, frames);
  }

  /** Begins a hold. */
  open(
    now: number,
    waitedMs: number,
    site: string | undefined,
    stack: CapturedStack | undefined,
  ): Hold {
    this.#lastId += 1;
    const place = this.#free.pop() ?? this.#places.length;
    const hold = new Hold(this.#lastId, this.poolName, now, waitedMs, site, stack, place);
    this.#places[place] = hold;
    this.waits.record(waitedMs);
    return hold;
  }

  /** Tells the listeners about a hold, once its lease is made. */
  announce(hold: Hold, lease: object | undefined): void {
    for (const listener of this.#listeners) listener.onOpen?.(hold, lease);
  }

  /** Ends a hold; false when it has ended before. */
  close(hold: Hold, now: number): boolean {
    if (hold.releasedAt !== undefined) return false;
    hold.releasedAt = now;
    this.#places[hold.place] = undefined;
    this.#free.push(hold.place);
    this.uses.record(now - hold.acquiredAt);
    if (hold.usage !== undefined) this.busyMs += hold.busyMs(now);
    for (const listener of this.#listeners) listener.onClose?.(hold);
    return true;
  }

  /** Counts an acquire that ended with no connection. */
  fail(waitedMs: number): void {
    this.waits.record(waitedMs);
    for (const listener of this.#listeners) listener.onFail?.(waitedMs);
  }

  /** Counts a connection that was made. */
  connected(tookMs: number): void {
    this.connects.record(tookMs);
    for (const listener of this.#listeners) listener.onConnect?.(tookMs);
  }

  /** Adds a listener; the result takes it away again. */
  listen(listener: HoldListener): () => void {
    this.#listeners = [...this.#listeners, listener];
    return () => {
      this.#listeners = this.#listeners.filter(other => other !== listener);
    };
  }
}
