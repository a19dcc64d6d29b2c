import type { Evidence } from '../evidence/shape.ts';
import type { Span } from '../span.ts';
import type { Place } from './facts.ts';

/** A pool, or an ORM root that owns one, that is made in this file. */
export interface PoolFact extends Place {
  /** The variable or field that holds it first; `undefined` when nothing does. */
  readonly name: string | undefined;
  /** The npm package it comes from: `pg`. */
  readonly package: string;
  /** The declared name of its type: `Pool`. */
  readonly type: string;
  readonly evidence: Evidence;
  /** Most connections it opens; see {@link Setting}. */
  readonly size: Sized;
  /** Connections it keeps open; `undefined` when the driver has no such option or nothing is said. */
  readonly minimum?: Sized;
  /** Its time limits, in the driver's own units. */
  readonly timeouts: readonly TimeLimit[];
  /** The options object or URL could not be read whole, so what is not seen may still be set. */
  readonly isOpen: boolean;
  /** Environment variables that reach its address or size. */
  readonly variables: readonly string[];
}

/** A number that an option, a URL or the driver's default sets. */
export interface Sized {
  /** As the user would write it: `max`, `pool.max`, `connectionLimit`. */
  readonly option: string;
  /** `option`: in the code; `url`: in the connection string; `environment`: the fallback of a variable; `default`: the driver's own. */
  readonly from: 'option' | 'url' | 'environment' | 'default';
  /** The number; `null` when there is no limit; `undefined` when it cannot be known. */
  readonly value: number | null | undefined;
  /** The environment variable that replaces the value. */
  readonly variable?: string;
  /** Where it stands; `undefined` for a default. */
  readonly at: Span | undefined;
  readonly line: number | undefined;
}

/** One time limit of a pool. */
export interface TimeLimit {
  /** What it bounds. */
  readonly of: 'acquire' | 'connect' | 'statement' | 'idle-in-transaction' | 'lifetime' | 'idle';
  /** The option that sets it; `undefined` when the driver has none. */
  readonly option: string | undefined;
  readonly unit: 'ms' | 's' | 'uses';
  /** What is in force: a number, `null` for ever, `undefined` when it cannot be known. */
  readonly value: number | null | undefined;
}
