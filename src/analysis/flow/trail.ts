import type { Node, SourceFile } from '../../source/source-file.ts';
import type { Place } from '../graph.ts';
import { argumentPlace } from '../graph.ts';
import type { Exit } from './flow.ts';
import type { Graphs } from './graphs.ts';
import { freeRoots } from './mentions.ts';
import { baseOf } from './sites.ts';
import type { State } from './state.ts';
import { KIND } from './members.ts';
import type { Value } from './values.ts';

type Closure = Extract<Value, { k: 'closure' }>;

/** A place of a function in which it is given a lease: an argument, a member of one, a captured variable. */
export interface Given {
  readonly place: Place;
  readonly lease: string;
  readonly inPromise: boolean;
}

/** A function that a lease came by, and where the function got it. */
export interface Visit {
  readonly closure: Closure;
  readonly given: readonly Given[];
}

/** A lease that goes to a function which cannot be seen: it looks at it, gets it, or puts it away. */
export interface Handing {
  readonly lease: string;
  readonly file: SourceFile;
  readonly node: Node;
  readonly how: 'shown' | 'given' | 'kept';
}

/** Where the leases of a run went: what summaries of functions are made from. */
export class Trail {
  readonly handings: Handing[] = [];
  readonly #graphs: Graphs;
  readonly #visits = new Map<string, Map<Node, Visit>>();

  constructor(graphs: Graphs) {
    this.#graphs = graphs;
  }

  /** The functions that a lease came by, in that order. */
  visitsOf(lease: string): readonly Visit[] {
    return [...(this.#visits.get(baseOf(lease))?.values() ?? [])];
  }

  /** Notes that a function gave a lease, or was given it. */
  visit(lease: string, closure: Closure, given: readonly Given[] = []): void {
    const visits = this.#visits.get(baseOf(lease)) ?? new Map<Node, Visit>();
    this.#visits.set(baseOf(lease), visits);
    const known = visits.get(closure.node)?.given ?? [];
    visits.set(closure.node, { closure, given: [...known, ...given] });
  }

  /** The lease of a call is the one that the function behind it acquired: its way is the same. */
  inherit(from: string, to: string): void {
    if (baseOf(from) === baseOf(to)) return;
    for (const { closure, given } of this.visitsOf(from)) this.visit(to, closure, given);
  }

  /** Notes the leases that a body is run with. */
  enter(closure: Closure, args: readonly (Value | undefined)[], state: State): void {
    const given = [...this.#givenTo(closure, args, state)];
    for (const id of new Set(given.map(({ lease }) => lease))) this.visit(id, closure, given);
  }

  /** Notes the leases that changed while a body ran, wherever it found them. */
  leave(closure: Closure, before: State, exits: readonly Exit[]): void {
    for (const [id, status] of before.leases) {
      if (exits.some(exit => exit.state.statusOf(id) !== status)) this.visit(id, closure);
    }
  }

  *#givenTo(
    { file, node }: Closure,
    args: readonly (Value | undefined)[],
    state: State,
  ): Generator<Given> {
    const { id, locals } = this.#graphs.of(file, node);
    for (const [index, value] of args.entries()) {
      yield* leasesAt(argumentPlace(id, index), value, state);
    }
    const free = new Set(freeRoots(file, node, this.#graphs.fileKey(file)));
    for (const [key, value] of state.env) {
      const [root = key, ...path] = key.split('.');
      if (free.has(root) && !locals.has(root))
        yield* leasesAt({ kind: 'place', root, path }, value, state);
    }
  }
}

/** The lease in a place, or those in the members of the object there. */
function* leasesAt(place: Place, value: Value | undefined, state: State): Generator<Given> {
  yield* leasesOf(place, value);
  if (value?.k !== 'ref') return;
  for (const [name, member] of state.heap.get(value.id) ?? []) {
    if (name !== KIND) yield* leasesOf({ ...place, path: [...place.path, name] }, member);
  }
}

/** The lease that a value is, that it is a promise of, or those that it is one of. */
function* leasesOf(place: Place, value: Value | undefined): Generator<Given> {
  if (value?.k === 'lease') yield { place, lease: value.id, inPromise: false };
  else if (value?.k === 'any') for (const item of value.of) yield* leasesOf(place, item);
  else if (value?.k === 'promise' && value.of?.k === 'lease') {
    yield { place, lease: value.of.id, inPromise: true };
  }
}
