import type { Node, SourceFile } from '../../source/source-file.ts';
import type { LeaseSite } from './flow.ts';
import type { Graphs } from './graphs.ts';
import type { KnownClass } from './objects.ts';
import type { Closure } from './values.ts';
import type { WayOut } from './way-out.ts';

/** The acquires that a run met, and the names of what they gave. */
export class Sites {
  readonly #graphs: Graphs;
  readonly #sites = new Map<string, LeaseSite>();
  readonly #names = new Map<string, string>();
  readonly #waysOut = new Map<string, () => WayOut>();
  readonly #endings = new Map<string, string>();
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

  at(site: Omit<LeaseSite, 'id'>): string {
    const id = `${this.#graphs.fileKey(site.file)}${site.node.range[0]}-${site.node.range[1]}`;
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

  /** Names a lease after what holds it first; `wayOut` says more of an object around it. */
  nameLease(id: string, root: string, wayOut?: () => WayOut): void {
    const base = baseOf(id);
    if (this.#names.has(base) || /^[%$]/.test(root)) return;
    this.#names.set(base, root);
    if (wayOut !== undefined) this.#waysOut.set(base, wayOut);
  }

  /** How the object that holds a lease gives it back; `undefined` when a variable holds it itself. */
  wayOutOf(id: string): WayOut | undefined {
    return this.#waysOut.get(baseOf(id))?.();
  }

  /** Remembers by which of its methods the code releases a lease. */
  noteEnding(id: string, method: string): void {
    const base = baseOf(id);
    if (!this.#endings.has(base)) this.#endings.set(base, method);
  }

  endingOf(id: string): string | undefined {
    return this.#endings.get(baseOf(id));
  }

  /** Names a lease after the callback parameter that receives it. */
  nameArgument(id: string, closure: Closure, index: number): void {
    const parameter = closure.node.params[index];
    if (parameter?.type === 'Identifier') this.nameLease(id, `${parameter.name}@`);
  }

  /** The variable that first held a lease. */
  nameOf(id: string): string | undefined {
    const root = this.#names.get(id);
    return root === undefined ? undefined : (/^(?:f\d+:)?(.*)@\d*$/.exec(root)?.[1] ?? root);
  }
}

/** The id of the lease that the same site gave before. */
export function previousOf(id: string): string {
  return id.endsWith('~') ? id : `${id}~`;
}

/** The id of a site, whichever of its leases is meant. */
export function baseOf(id: string): string {
  return id.endsWith('~') ? id.slice(0, -1) : id;
}
