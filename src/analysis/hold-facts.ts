import type { Evidence } from '../evidence/shape.ts';
import type { Usage } from '../evidence/usage.ts';
import type { Span } from '../span.ts';

/** A stretch of code that has a connection in hand, and what it does meanwhile. */
export interface Hold {
  /** The variable that holds it; `undefined` when nothing does. */
  readonly name: string | undefined;
  readonly package: string;
  /** The declared name of its type: `PoolClient`. */
  readonly type: string;
  /** What was called, as written: `pool.connect()`; for a parameter or a middleware its name. */
  readonly call: string;
  /** Where it begins: the call, or the parameter. */
  readonly acquire: Span;
  readonly line: number;
  /** `own`: acquired here; `scope`: a callback's handle; `middleware`: one around a request; `parameter`: the caller's. */
  readonly by: 'own' | 'scope' | 'middleware' | 'parameter';
  readonly evidence: Evidence;
  readonly usage?: Usage;
  /** It is a transaction or session with a handle of its own, and no plain connection. */
  readonly isTransaction: boolean;
  /** It is kept for its session's own sake: `LISTEN`, an advisory lock. */
  readonly isSession: boolean;
  /** What is waited for meanwhile that is no database's work. */
  readonly waits: readonly Wait[];
  /** What takes another connection meanwhile. */
  readonly takes: readonly Take[];
}

/** An await of foreign work. */
export interface Wait {
  /** The awaited expression, in the function that holds the connection. */
  readonly at: Span;
  readonly line: number;
  /** The call that waits, as written: `fetch()`. */
  readonly text: string;
  /** What it waits for, in words: `an HTTP request`. */
  readonly words: string;
  /** The calls that lead there, outermost first; empty when the awaited call waits itself. */
  readonly through: readonly Hop[];
  /** Where the call that waits stands. */
  readonly work: Site;
}

/** A call that takes a further connection. */
export interface Take {
  readonly at: Span;
  readonly line: number;
  readonly text: string;
  /** `acquire`: for its caller; `scope`: for a callback; `statement`: for one statement. */
  readonly use: 'acquire' | 'scope' | 'statement';
  /** From the same pool for certain, or as far as anybody can tell. */
  readonly isSamePool: true | undefined;
  readonly through: readonly Hop[];
  /** Where the call that takes it stands. */
  readonly work: Site;
  /** That call, and others like it that are reached from there. */
  readonly runs: readonly Run[];
}

/** A call that takes a connection, and what leads to it. */
export interface Run {
  readonly at: Span;
  /** The innermost part of it that its driver knows, and the declared name of that one's type. */
  readonly on?: { readonly at: Span; readonly type: string | undefined };
  /** The calls on the way, outermost first, and the functions that they call. */
  readonly steps: readonly RunStep[];
  /** The call that leaves out the handle which a function takes, and where that would be passed. */
  readonly forgets?: Omission;
}

/** An argument that a call leaves out, or a property of one. */
export interface Omission {
  readonly call: Span;
  readonly position: number;
  readonly key?: string;
}

/** A call, and the function that it calls, where that is known. */
interface RunStep {
  readonly call: Span;
  readonly into: Span | undefined;
}

/** A line of a file. */
interface Site {
  readonly file: string;
  readonly line: number;
}

/** A call between the code that holds a connection and the work. */
export interface Hop extends Site {
  /** As written: `this.mailer.send()`. */
  readonly text: string;
}
