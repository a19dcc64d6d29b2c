import type { Evidence } from '../evidence/shape.ts';
import type { Span } from '../span.ts';
import type { Place } from './facts.ts';

/** A pool, or an ORM root that owns one, that is made in this file. */
export interface PoolFact extends Place {
  /** The variable, field or class that holds it first; `undefined` when nothing does. */
  readonly name: string | undefined;
  /** The npm package it comes from: `pg`. */
  readonly package: string;
  /** The declared name of its type: `Pool`. */
  readonly type: string;
  readonly evidence: Evidence;
  /** Most connections it opens. */
  readonly size: Sized;
  /** Connections it keeps open; `undefined` when the driver has no such option or nothing is said. */
  readonly minimum?: Sized;
  /** Its time limits, in the driver's own units. */
  readonly timeouts: readonly TimeLimit[];
  /** What is written for it and has no effect, or another one than it seems to have. */
  readonly traps: readonly Trap[];
  /** The options object or URL could not be read whole, so what is not seen may still be set. */
  readonly isOpen: boolean;
  /** Environment variables that reach its address or size. */
  readonly variables: readonly string[];
  /** Its connections go to a database server, which others use as well. */
  readonly isOfServer: boolean;
  /** Where another option can be written; `undefined` when there is no object for it in this file. */
  readonly insertion?: Insertion;
  /** Why it is made more than once; `undefined` when it is not, or nobody can tell. */
  readonly repetition?: Repetition;
  /** Whether somebody listens for its errors; `undefined` where nobody has to, or when that is open. */
  readonly isListenedTo?: boolean;
}

/** A number that an option, a URL or the driver's default sets. */
export interface Sized {
  /** As the user would write it: `max`, `pool.max`, `connectionLimit`. */
  readonly option: string;
  /** `option`: in the code; `url`: in the connection string; `environment`: the fallback of a variable; `default`: the driver's own. */
  readonly from: 'option' | 'url' | 'environment' | 'default';
  /** The number, of several the largest; `null` when there is no limit; `undefined` when it cannot be known. */
  readonly value: number | null | undefined;
  /** The number as written, where another one is in force: 0 for the default, or for no limit. */
  readonly written?: number;
  /** A parameter of the connection string sets it. */
  readonly isInUrl?: boolean;
  /** What it is where nothing is set and the machine decides, in words. */
  readonly otherwise?: string;
  /** The environment variable that replaces the value, or holds the connection string. */
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
  /** What to set where nothing is set. */
  readonly suggested?: number;
  /** An option that bounds it in another way, and what to set: `queueLimit: 100`. */
  readonly instead?: { readonly option: string; readonly suggested: number | false };
}

/** A parameter or an option that does not do what it says. */
export interface Trap {
  /** As written: `?max=50`, `acquireTimeout`. */
  readonly text: string;
  /** Where it stands: in a connection string, or among the options. */
  readonly in: 'url' | 'options';
  /** The size that comes of it, where it has any effect. */
  readonly gives?: number;
  readonly at: Span;
  readonly line: number;
}

/** Where options can be written: an empty span, and what goes around the text of the options there. */
export interface Insertion {
  readonly at: Span;
  /** `{ ` where there is no object yet. */
  readonly before: string;
  readonly after: string;
}

/** Why a pool is made more than once. */
export interface Repetition {
  /** `request`: in what handles requests, messages or ticks; `call`: in a function that does not keep it. */
  readonly kind: 'request' | 'call';
  /** What is called: `loadUser`; `undefined` when it has no name. */
  readonly function: string | undefined;
  /** Whether it is closed again. */
  readonly isEnded: boolean;
  /** Where the repeated call stands, if it is a call of a function that makes the pool. */
  readonly caller?: Place;
}

/** A call of an imported function that makes a new pool each time, where the caller does not keep it. */
export interface RemadePool extends Place {
  readonly package: string;
  readonly evidence: Evidence;
  readonly repetition: Repetition;
}

/** A pool that others still use, closed by what runs again. */
export interface PoolEnd extends Place {
  /** As written: `pool`. */
  readonly name: string;
  readonly package: string;
  readonly evidence: Evidence;
  /** What closes it: a handler, a hook of tests, a function that uses it as well. */
  readonly by: 'request' | 'test' | 'call';
  /** The function that closes it, where it has a name. */
  readonly function: string | undefined;
  /** The driver opens it again when it is used next. */
  readonly reopens: boolean;
}

/** A connection that is lent or made here, and to whose errors nobody listens meanwhile. */
export interface DeafLease extends Place {
  readonly package: string;
  readonly evidence: Evidence;
  /** It is kept for its events or in a field, so it stays for as long as the process runs. */
  readonly isKept: boolean;
  /** No pool has lent it. */
  readonly isOwn?: boolean;
}

/** Something that needs its session, and would lose it behind a pooler. */
export interface SessionUse extends Place {
  readonly package: string;
  readonly evidence: Evidence;
  /** What it does: `listens`, `takes a lock of the session`. */
  readonly words: string;
  /** It runs on a connection that the function took for itself, to have one of its own. */
  readonly isOnOwn: boolean;
  /** What to do about it, as a sentence. */
  readonly advice: string;
}
