import type { EffectKind } from '../../effects/effect.ts';
import type { Given } from './given.ts';
import type { Origin } from './pool-work.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';

/** Something that awaiting an expression waits for, apart from a connection that is at hand. */
export type Work = ForeignWork | PoolWork;

interface Common {
  /** The call that starts it. */
  readonly file: SourceFile;
  readonly node: Node;
  /** The functions between the awaited expression and that call, outermost first. */
  readonly through: readonly Link[];
  /** What a caller has to pass for it to be done; the outermost function's, innermost test first. */
  readonly needs?: readonly Given[];
  /** What a caller must not pass: it is done in place of this. */
  readonly lacks?: readonly Given[];
}

/** Work that is no database's: an HTTP request, a timer. */
export interface ForeignWork extends Common {
  readonly k: 'foreign';
  readonly kind: EffectKind;
  /** As messages print the package: `axios`. */
  readonly package: string;
}

/** Work that takes a connection from a pool. */
export interface PoolWork extends Common {
  readonly k: 'pool';
  /** It keeps the connection for its caller, for a callback, or only for one statement. */
  readonly use: 'acquire' | 'scope' | 'statement';
  readonly origin: Origin;
}

/** A function on the way, and where it is called. */
export interface Link {
  /** As called: `this.mailer.send()`. */
  readonly text: string;
  readonly file: SourceFile;
  readonly node: Node;
}

/** The same work one function further out. */
export function throughCall(work: Work, link: Link): Work {
  return { ...work, through: [link, ...work.through] };
}

/** As many different works as a message can name; the nearest of each kind. */
export function fewest(works: readonly Work[]): readonly Work[] {
  const kept = new Map<string, Work>();
  for (const work of works) {
    const key = keyOf(work);
    const known = kept.get(key);
    if (known === undefined || known.through.length > work.through.length) kept.set(key, work);
  }
  return [...kept.values()];
}

function keyOf(work: Work): string {
  const { needs = [], lacks = [] } = work;
  return [...needs.map(keyOfGiven), 'without', ...lacks.map(keyOfGiven), ownKeyOf(work)].join();
}

function keyOfGiven({ owner, position, key }: Given): string {
  return `${owner.range[0]} ${position} ${key}`;
}

function ownKeyOf(work: Work): string {
  if (work.k === 'foreign') return work.kind;
  const { identity, package: name, given } = work.origin;
  return `${work.use} ${name} ${identity} ${given?.owner.range[0]} ${given?.position}`;
}
