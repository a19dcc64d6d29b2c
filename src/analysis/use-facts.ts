import type { Span } from '../span.ts';
import type { OpenExit, Tier } from './facts.ts';
import type { Hold, Hop } from './hold-facts.ts';

/** A connection as messages name it. */
export type Named = Pick<
  Hold,
  'name' | 'package' | 'type' | 'call' | 'acquire' | 'by' | 'evidence' | 'usage'
>;

/** A connection that is used or released when it was released already, or while a statement runs on. */
export interface LateUse extends Named {
  /**
   * `ended`: closed by a method that is no release; `again`: released a second time; `disposed`:
   * released by hand and by `using`; `used`: a statement afterwards; the others still run when the connection is released: `dropped`: nobody awaits it,
   * `returned`: without `await`, `raced`: another member of the race may have rejected, `timer`: it has
   * not even started, `each`: `forEach` awaits nothing.
   */
  readonly kind:
    'ended' | 'again' | 'disposed' | 'used' | 'dropped' | 'returned' | 'raced' | 'timer' | 'each';
  readonly at: Span;
  readonly line: number;
  /** The call, as written: `client.query()`. */
  readonly text: string;
  readonly through: readonly Hop[];
  /** The call that gives it back, as a user would write it. */
  readonly giveBack: string;
  /** The release that comes first, or that comes too early. */
  readonly release: Hop & { readonly at: Span };
  /** The step whose exception leads there; `undefined` on a normal path. */
  readonly cause?: NonNullable<OpenExit['cause']>;
  readonly tier: Tier;
}

/** Several statements on one connection that are waited for together. */
export interface Batch extends Named {
  readonly at: Span;
  readonly line: number;
  /** The combinator, as written: `Promise.all()`. */
  readonly text: string;
  readonly through: readonly Hop[];
}

/** The only statement of a lease. */
export interface SoleStatement {
  readonly at: Span;
  readonly line: number;
  /** As written: `client.query()`. */
  readonly text: string;
  /** The call that does the same without a lease: `pool.query()`. */
  readonly instead: string;
}
