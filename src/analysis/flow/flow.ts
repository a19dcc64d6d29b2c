import type { Driver, LeaseType } from '../../drivers/driver.ts';
import type { Evidence } from '../../evidence/shape.ts';
import type { Usage } from '../../evidence/usage.ts';
import type { FunctionNode, Node, SourceFile } from '../../source/source-file.ts';
import type { CallStep, Graph } from '../graph.ts';
import type { Origin } from '../work/pool-work.ts';
import type { Session } from './session.ts';
import type { State } from './state.ts';
import type { Trace } from './trace.ts';
import type { Value } from './values.ts';

/** One point of one path. */
export interface Point {
  readonly state: State;
  readonly trace: Trace | undefined;
}

/** Where one step can lead: on, or to the handler. */
export interface Outcome extends Point {
  readonly thrown: boolean;
}

/** A way out of a graph, with the value it gives. */
export interface Exit extends Point {
  readonly kind: 'return' | 'throw' | 'end';
  readonly value: Value | undefined;
}

/** What is known of an acquire, apart from any path. */
export interface LeaseSite {
  readonly id: string;
  /**
   * Who has to release it: the function that acquired it; a scope, or a middleware, which releases it
   * itself; or the caller of a function that was passed it.
   */
  readonly hold: 'own' | 'scope' | 'middleware' | 'parameter';
  readonly driver: Driver;
  readonly type: LeaseType;
  readonly standalone: boolean;
  /** It takes its connection on first use. */
  readonly isLazy: boolean;
  /** Methods that open it, for connections made before they are opened. */
  readonly opens: readonly string[];
  /** Methods that tell whether it is open; see {@link StandaloneType.confirm}. */
  readonly confirms: readonly string[];
  readonly evidence: Evidence;
  /** What was seen, where only use speaks for it. */
  readonly usage?: Usage;
  readonly file: SourceFile;
  readonly node: Node;
  /** How it is given back when it has no method for that: `pool.release`. */
  readonly givesBack?: string;
  /** The lease that it is, where a function of the user's own holds that around a callback. */
  readonly lends?: string;
  /** It was handed to a callback. */
  readonly isInCallback?: boolean;
  /** The key of the place that holds its pool; closing that pool ends the lease. */
  readonly pool: string | undefined;
  /** Which pool it came from, as far as that is certain. */
  readonly origin: Origin | undefined;
}

/** One run over one graph: the session, and where it stands. */
export interface Flow {
  readonly session: Session;
  readonly graph: Graph;
  /** How many calls deep this run is inlined. */
  readonly depth: number;
  /** The call that this run is inlined at. */
  readonly caller?: Caller;
  /** The call that is being made. */
  readonly calling?: Node;
  /** What the call that is being made registers. */
  readonly registers?: Registered;
}

/** A function that answers requests, and the place that names the middleware which runs it. */
export interface Registered {
  readonly handler: Node;
  readonly middleware: Node;
}

/** A call that runs a body in its place. */
export interface Caller {
  readonly flow: Flow;
  readonly node: Node;
}

/** A call as the interpreter sees it. */
export interface Call {
  readonly flow: Flow;
  readonly step: CallStep;
  readonly at: Point;
  /** The argument values, in order; those behind a spread are unknown. */
  readonly args: readonly (Value | undefined)[];
}

/** The result of a call that does not throw. */
export function gives(call: Call, value: Value | undefined, at: Point = call.at): Outcome {
  return { state: at.state.bind(call.step.to.root, value), trace: at.trace, thrown: false };
}

/** The results of a call that goes on at several points. */
export function givesAt(
  call: Call,
  value: Value | undefined,
  points: readonly Point[],
): readonly Outcome[] {
  return points.map(point => gives(call, value, point));
}

/** A closure among a call's arguments. */
export interface ClosureArgument {
  readonly index: number;
  readonly closure: Extract<Value, { k: 'closure' }>;
}

/** The arguments that are functions whose bodies are at hand. */
export function closureArguments(call: Call): readonly ClosureArgument[] {
  return call.args.flatMap((value, index) =>
    value?.k === 'closure' ? [{ index, closure: value }] : [],
  );
}

/** Whether calling a function only starts it: its result is a promise or an iterator. */
export function isAsync(node: FunctionNode): boolean {
  return node.async && !node.generator;
}
