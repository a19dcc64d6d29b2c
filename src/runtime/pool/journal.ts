import type { PoolEvent } from './events.ts';

/** Whom a pool tells what happens in it. */
export class Journal {
  /** Set by the first misuse of a lease: from then on each release keeps its place. */
  isSuspicious = false;
  readonly #listeners = new Set<(event: PoolEvent) => void>();

  /** Adds a listener; the result takes it away again. */
  listen(listener: (event: PoolEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Tells the listeners; one that throws harms nobody else. */
  report(event: PoolEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        process.emitWarning(error instanceof Error ? error : String(error));
      }
    }
  }
}
