import type { Node, SourceFile } from '../../source/source-file.ts';
import { functionAround } from '../../source/walk.ts';
import type { LeaseSite } from './flow.ts';
import type { Graphs } from './graphs.ts';
import type { KnownClass } from './objects.ts';
import type { Closure } from './values.ts';
import type { WayOut } from './way-out.ts';

/** What holds a lease. */
interface Holder {
  /** The root of the variable, or the text of the field. */
  readonly root: string;
  /** The function in which it holds the lease. */
  readonly owner: Node;
  /** What to do with an object around the lease. */
  readonly wayOut?: () => WayOut;
}

/** A call in some file. */
interface CallPlace {
  readonly file: SourceFile;
  readonly node: Node;
}

/** The acquires that a run met, and the names of what they gave. */
export class Sites {
  readonly #graphs: Graphs;
  readonly #sites = new Map<string, LeaseSite>();
  readonly #holders = new Map<string, readonly Holder[]>();
  readonly #endings = new Map<string, string>();
  readonly #releases = new Map<string, readonly CallPlace[]>();
  readonly #anchored = new Set<string>();
  readonly #classes = new Map<string, KnownClass>();

  constructor(graphs: Graphs) {
    this.#graphs = graphs;
  }

  /** Remembers the class of an object made in a run. */
  nameClass(ref: string, known: KnownClass): void {
    this.#classes.set(ref, known);
  }

  classOf(ref: string): KnownClass | undefined {
    return this.#classes.get(ref);
  }

  all(): Iterable<LeaseSite> {
    return this.#sites.values();
  }

  of(id: string): LeaseSite | undefined {
    return this.#sites.get(id) ?? this.#sites.get(baseOf(id));
  }

  /** The id of a site; a call that gives this kind of connection or that is a site for each. */
  at(site: Omit<LeaseSite, 'id'>): string {
    const place = `${this.#graphs.fileKey(site.file)}${site.node.range[0]}-${site.node.range[1]}`;
    const first = this.#sites.get(place);
    const isOther = first !== undefined && isOfOtherKind(first, site);
    const id = isOther ? `${place} ${site.type.type}` : place;
    if (!this.#sites.has(id)) this.#sites.set(id, { ...site, id });
    return id;
  }

  /** A lease that a run starts with. */
  give(id: string, site: Omit<LeaseSite, 'id'>): void {
    this.#sites.set(id, { ...site, id });
  }

  /** A standalone connection counts from the call that opens it. */
  anchor(id: string, file: SourceFile, node: Node): void {
    const site = this.of(id);
    if (site?.standalone !== true || site.file !== file || this.#anchored.has(site.id)) return;
    this.#anchored.add(site.id);
    this.#sites.set(site.id, { ...site, node });
  }

  /** Names a lease after what holds it first in a function. */
  nameLease(id: string, holder: Holder): void {
    const known = this.#holders.get(baseOf(id)) ?? [];
    const isKnown = known.some(({ owner }) => owner === holder.owner);
    if (!isKnown && !/^[%$]/.test(holder.root)) this.#holders.set(baseOf(id), [...known, holder]);
  }

  /** Names a lease of a callee as its caller's own. */
  nameLike(id: string, callee: string): void {
    for (const holder of this.#holders.get(baseOf(callee)) ?? []) this.nameLease(id, holder);
  }

  /** How the object that holds a lease gives it back; `undefined` when a variable holds it itself. */
  wayOutOf(id: string): WayOut | undefined {
    return this.#holderOf(id)?.wayOut?.();
  }

  /** The acquire's own function has the word, and the callbacks that are passed to it; then whoever came first. */
  #holderOf(id: string): Holder | undefined {
    const holders = this.#holders.get(baseOf(id)) ?? [];
    const acquire = this.of(id)?.node;
    return holders.find(({ owner }) => acquire && isAround(acquire, owner)) ?? holders[0];
  }

  /** Remembers by which of its methods the code releases a lease. */
  noteEnding(id: string, method: string): void {
    const base = baseOf(id);
    if (!this.#endings.has(base)) this.#endings.set(base, method);
  }

  /** Remembers a call that releases a lease. */
  noteRelease(id: string, release: CallPlace): void {
    const known = this.releasesOf(id);
    if (known.some(({ node }) => node === release.node)) return;
    this.#releases.set(baseOf(id), [...known, release]);
  }

  releasesOf(id: string): readonly CallPlace[] {
    return this.#releases.get(baseOf(id)) ?? [];
  }

  endingOf(id: string): string | undefined {
    return this.#endings.get(baseOf(id));
  }

  /** Names a lease after the callback parameter that receives it. */
  nameArgument(id: string, closure: Closure, index: number): void {
    const parameter = closure.node.params[index];
    if (parameter?.type === 'Identifier')
      this.nameLease(id, { root: `${parameter.name}@`, owner: closure.node });
  }

  /** What a user calls the lease: the variable or field that holds it, or an object around it. */
  nameOf(id: string): string | undefined {
    const root = this.#holderOf(id)?.root;
    return root === undefined ? undefined : (/^(?:f\d+:)?(.*)@\d*$/.exec(root)?.[1] ?? root);
  }
}

/** Whether two connections that a function of its own acquires end in different ways. */
function isOfOtherKind(one: LeaseSite, other: Omit<LeaseSite, 'id'>): boolean {
  if (one.hold !== 'own' || other.hold !== 'own') return false;
  return one.type !== other.type || one.standalone !== other.standalone;
}

function isAround(acquire: Node, owner: Node): boolean {
  if (functionAround(acquire) === owner) return true;
  for (let node: Node | undefined = owner; node; node = node.parent ?? undefined) {
    if (node === acquire) return true;
  }
  return false;
}

/** The id of the lease that the same site gave before. */
export function previousOf(id: string): string {
  return id.endsWith('~') ? id : `${id}~`;
}

/** The id of a site, whichever of its leases is meant. */
export function baseOf(id: string): string {
  return id.endsWith('~') ? id.slice(0, -1) : id;
}
