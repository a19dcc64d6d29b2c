import { isWithin } from '../../source/walk.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import type { Tier } from '../facts.ts';

/** What happened on a path, newest first; only what a witness needs. */
export interface Trace {
  readonly before: Trace | undefined;
  readonly event: TraceEvent;
}

/** A step worth telling. */
export type TraceEvent =
  | { readonly kind: 'acquire' | 'begin'; readonly lease: string }
  | {
      readonly kind: 'lose';
      readonly lease: string;
      readonly file: SourceFile;
      readonly node: Node;
    }
  | {
      readonly kind: 'release';
      readonly lease: string;
      readonly file: SourceFile;
      readonly node: Node;
      /** The driver's own release stands here; otherwise a function that is called here reaches one. */
      readonly isDirect: boolean;
    }
  /** Conditions are forgotten here, so what follows may be no path. */
  | { readonly kind: 'blur' }
  | { readonly kind: 'throw'; readonly file: SourceFile; readonly node: Node; readonly tier: Tier }
  | {
      readonly kind: 'leave';
      readonly file: SourceFile;
      readonly node: Node;
      readonly by: 'return' | 'throw' | 'continue' | 'yield';
    };

/** A lease is given back. */
export type ReleaseEvent = Extract<TraceEvent, { kind: 'release' }>;

/** The last variable that held a lease gets another value. */
type LoseEvent = Extract<TraceEvent, { kind: 'lose' }>;

/** Adds an event to a path. */
export function after(before: Trace | undefined, event: TraceEvent): Trace {
  return { before, event };
}

const ORDER: readonly Tier[] = ['possible', 'likely', 'sure'];

/** The weaker of two tiers. */
function weaker(a: Tier, b: Tier): Tier {
  return ORDER.indexOf(a) < ORDER.indexOf(b) ? a : b;
}

/** How a path went since a lease was acquired. */
export interface Witness {
  readonly tier: Tier;
  /** The last exception on the way: without it the path would have been another. */
  readonly cause: Extract<TraceEvent, { kind: 'throw' }> | undefined;
  /** The last `return` or `throw` statement on the way. */
  readonly leave: Extract<TraceEvent, { kind: 'leave' }> | undefined;
  /** The first such statement, which for a callback is its own. */
  readonly firstLeave: Extract<TraceEvent, { kind: 'leave' }> | undefined;
  readonly lose: LoseEvent | undefined;
}

/** Reads a path back to the acquire of a lease, or to the begin of the transaction on it. */
export function witnessOf(
  trace: Trace | undefined,
  lease: string,
  since: 'acquire' | 'begin' = 'acquire',
): Witness {
  let tier: Tier = 'sure';
  let cause: Witness['cause'];
  let leave: Witness['leave'];
  let firstLeave: Witness['leave'];
  let lose: Witness['lose'];
  for (let step = trace; step !== undefined; step = step.before) {
    const { event } = step;
    if ((event.kind === 'acquire' || event.kind === since) && event.lease === lease) break;
    if (event.kind === 'lose' && event.lease === lease) lose ??= event;
    if (event.kind === 'leave') {
      leave ??= event;
      firstLeave = event;
    }
    if (event.kind !== 'throw') continue;
    tier = weaker(tier, event.tier);
    cause ??= event;
  }
  return { tier, cause, leave, firstLeave, lose };
}

/** The last step of a path, apart from releases. */
export function lastStep(trace: Trace | undefined): TraceEvent | undefined {
  let step = trace;
  while (step?.event.kind === 'release' || step?.event.kind === 'blur') step = step.before;
  return step?.event;
}

/** Whether conditions were forgotten since a lease was acquired, or since another point. */
export function isBlurred(trace: Trace | undefined, lease?: string, since?: Trace): boolean {
  for (let step = trace; step !== undefined && step !== since; step = step.before) {
    const { event } = step;
    if (event.kind === 'acquire' && event.lease === lease) return false;
    if (event.kind === 'blur') return true;
  }
  return false;
}

/**
 * Where a path releases a lease last, after it was acquired and after `since`; `undefined` when it does
 * not, or when the exception of that very release leads on.
 */
export function releaseOn(
  trace: Trace | undefined,
  lease: string,
  since?: Trace,
): ReleaseEvent | undefined {
  let later: TraceEvent | undefined;
  for (let step = trace; step !== undefined && step !== since; step = step.before) {
    const { event } = step;
    if (event.kind === 'acquire' && event.lease === lease) return undefined;
    if (event.kind === 'release' && event.lease === lease) {
      return event.isDirect && later?.kind === 'throw' && isWithin(later.node, event.node)
        ? undefined
        : event;
    }
    if (event.kind !== 'blur') later = event;
  }
  return undefined;
}
