import type { EffectKind } from '../../effects/effect.ts';
import type { Given } from './given.ts';
import type { Origin } from './pool-work.ts';
import type { FunctionNode, Node, SourceFile } from '../../source/source-file.ts';

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
  /** The storages (`AsyncLocalStorage`) that have to be empty, or to hold something in particular, for it to be done. */
  readonly stored?: readonly string[];
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
  /** What it is called on, as written there. */
  readonly on?: On;
  /** The call that passes nothing where a function takes a handle in place of the pool. */
  readonly forgets?: Forgotten;
  /** Others of the same kind that are waited for, too. */
  readonly alike?: readonly PoolWork[];
}

/** The innermost part of a call that a driver knows: `prisma` in `prisma.user.create()`. */
export interface On {
  readonly node: Node;
  /** The declared name of its type. */
  readonly type: string | undefined;
}

/** An argument that a call leaves out. */
export interface Forgotten {
  readonly file: SourceFile;
  readonly node: Node;
  readonly given: Given;
}

/** A function on the way, and where it is called. */
export interface Link {
  /** As called: `this.mailer.send()`. */
  readonly text: string;
  readonly file: SourceFile;
  readonly node: Node;
  /** The function that is called. */
  readonly into?: { readonly file: SourceFile; readonly node: FunctionNode };
}

/** The same work one function further out. */
export function throughCall<T extends Work>(work: T, link: Link): T {
  const outer = { ...work, through: [link, ...work.through] };
  if (outer.k !== 'pool' || outer.alike === undefined) return outer;
  return { ...outer, alike: outer.alike.map(one => throughCall(one, link)) };
}

/** As many different works as a message can name; the nearest of each kind. */
export function fewest(works: readonly Work[]): readonly Work[] {
  const kept = new Map<string, Work>();
  for (const work of works) {
    const key = keyOf(work);
    const known = kept.get(key);
    const isNearer = known === undefined || known.through.length > work.through.length;
    kept.set(key, isNearer ? withAlike(work, known) : withAlike(known, work));
  }
  return [...kept.values()];
}

/** As many as an edit would change at once. */
const MOST_ALIKE = 24;

function withAlike(work: Work, other: Work | undefined): Work {
  if (work.k !== 'pool' || other?.k !== 'pool' || work.node === other.node) return work;
  const { alike: others = [], ...one } = other;
  const alike = [...(work.alike ?? []), one, ...others];
  return { ...work, alike: alike.slice(0, MOST_ALIKE) };
}

function keyOf(work: Work): string {
  const { needs = [], lacks = [], stored = [] } = work;
  const without = ['without', ...lacks.map(keyOfGiven), ...stored];
  return [...needs.map(keyOfGiven), ...without, ownKeyOf(work)].join();
}

function keyOfGiven({ owner, position, key, isCalled }: Given): string {
  return `${owner.range[0]} ${position} ${key} ${isCalled}`;
}

function ownKeyOf(work: Work): string {
  if (work.k === 'foreign') return work.kind;
  const { identity, package: name, given } = work.origin;
  return `${work.use} ${name} ${identity} ${given?.owner.range[0]} ${given?.position}`;
}
