import type { Operand, Place } from '../graph.ts';
import { keyOf } from '../graph.ts';
import { withEntry } from './maps.ts';
import type { Members } from './members.ts';
import { onlyOf } from './members.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { Running } from './running.ts';
import type { Value } from './values.ts';
import { stateKey } from './value-keys.ts';
import { elementsOf, joinElements, literal, mapLeases, typeOf } from './values.ts';

/** Where a lease stands on this path. `idle` is a standalone connection that was made but not opened. */
export type Status = 'idle' | 'live' | 'released' | 'moved';

/** What a state is made of. */
export type Parts = Pick<State, 'env' | 'leases' | 'heap' | 'transactions' | 'running'>;

/** What is true at one point of one path. States are values: changes make new ones. */
export class State {
  readonly env: ReadonlyMap<string, Value>;
  readonly leases: ReadonlyMap<string, Status>;
  /** The members of objects made here, and what the program marks leases with. */
  readonly heap: ReadonlyMap<string, Members>;
  /** The begins of the transactions that are open, by lease. */
  readonly transactions: ReadonlyMap<string, string>;
  /** Statements that run on, and that nobody has waited for. */
  readonly running: readonly Running[];
  #key: string | undefined;

  constructor(parts: Partial<Parts> = {}) {
    this.env = parts.env ?? new Map();
    this.leases = parts.leases ?? new Map();
    this.heap = parts.heap ?? new Map();
    this.transactions = parts.transactions ?? new Map();
    this.running = parts.running ?? [];
  }

  /** Equal states have equal keys. */
  get key(): string {
    this.#key ??= stateKey(this);
    return this.#key;
  }

  with(changes: Partial<Parts>): State {
    return new State({
      env: changes.env ?? this.env,
      leases: changes.leases ?? this.leases,
      heap: changes.heap ?? this.heap,
      transactions: changes.transactions ?? this.transactions,
      running: changes.running ?? this.running,
    });
  }

  statusOf(id: string): Status | undefined {
    return this.leases.get(id);
  }

  setStatus(id: string, status: Status | undefined): State {
    if (this.leases.get(id) === status) return this;
    const leases = withEntry(this.leases, id, status);
    const next = this.with({ leases });
    return status === 'live' || status === 'idle' ? next : next.setTransaction(id, undefined);
  }

  /** Says which call began the transaction that is open on a lease; `undefined` when none is. */
  setTransaction(id: string, begin: string | undefined): State {
    if (this.transactions.get(id) === begin) return this;
    return this.with({ transactions: withEntry(this.transactions, id, begin) });
  }

  member(ref: string, name: string): Value | undefined {
    const members = this.heap.get(ref);
    if (name !== '*') {
      const own = members?.get(name);
      return own ?? (/^\d+$/.test(name) ? members?.get('*') : undefined);
    }
    const some = members?.get('*') ?? onlyOf(members);
    // A computed index picks one, and a loop over it may well reach them all.
    return some && { k: 'any', of: elementsOf(some), every: false, picked: true };
  }

  setMember(ref: string, name: string, value: Value | undefined): State {
    return this.setMembers(ref, withEntry(this.heap.get(ref), name, value));
  }

  /** Gives an object these members and no others. */
  setMembers(ref: string, members: Members): State {
    return this.with({ heap: new Map(this.heap).set(ref, members) });
  }

  /** Binds a root to a value; what was known of its members is forgotten. */
  bind(root: string, value: Value | undefined): State {
    // Temporaries have no members of their own.
    if (root.startsWith('%')) return this.#bindPlain(root, value);
    const prefix = `${root}.`;
    const stale = [...this.env.keys()].filter(key => key === root || key.startsWith(prefix));
    if (stale.length === 0 && value === undefined) return this;
    const env = new Map(this.env);
    for (const key of stale) env.delete(key);
    if (value !== undefined) env.set(root, value);
    return this.with({ env });
  }

  #bindPlain(root: string, value: Value | undefined): State {
    if (value === undefined && !this.env.has(root)) return this;
    return this.with({ env: withEntry(this.env, root, value) });
  }

  write(place: Place, value: Value | undefined): State {
    const name = place.path.at(-1);
    if (name === undefined) return this.bind(place.root, value);
    const container = this.read({ ...place, path: place.path.slice(0, -1) });
    if (container?.k === 'ref') return this.#writeMember(container.id, name, value);
    if (container?.k === 'lease' && this.#isMark(container.id, name, value))
      return this.setMember(container.id, name, value?.k === 'literal' ? value : undefined);
    return this.bind(keyOf(place), value);
  }

  /** A program's own mark on a connection, such as `connection.inTransaction = true`. */
  #isMark(id: string, name: string, value: Value | undefined): boolean {
    return value?.k === 'literal' || this.heap.get(id)?.has(name) === true;
  }

  #writeMember(ref: string, name: string, value: Value | undefined): State {
    // Under a computed key the others stay.
    const others = name === '*' ? this.heap.get(ref)?.get('*') : undefined;
    return this.setMember(ref, name, joinElements(others, value));
  }

  read(place: Place): Value | undefined {
    let value = this.env.get(place.root);
    for (const [index, name] of place.path.entries()) {
      const next = this.#memberOf(value, name);
      if (next !== undefined) {
        value = next;
        continue;
      }
      if (value?.k === 'ref' || value?.k === 'lease') return undefined;
      value = this.env.get(keyOf({ ...place, path: place.path.slice(0, index + 1) }));
    }
    return value;
  }

  #memberOf(value: Value | undefined, name: string): Value | undefined {
    if (name === 'typeof') return typeOf(value);
    if (value?.k === 'ref') return this.member(value.id, name);
    if (value?.k === 'lease')
      return this.heap.get(value.id)?.get(name) ?? { k: 'method', of: value, name };
    if (value?.k === 'promise') return { k: 'method', of: value, name };
    return value?.k === 'any' ? this.#memberOfEach(value, name) : undefined;
  }

  /** `clients[index].connection`: the same member of every object it may be. */
  #memberOfEach(value: Extract<Value, { k: 'any' }>, name: string): Value | undefined {
    const of = value.of.flatMap(item =>
      item.k === 'ref' ? (this.member(item.id, name) ?? []) : [],
    );
    return of.length === 0 ? undefined : { ...value, of: of.flatMap(elementsOf) };
  }

  /** The value of an operand. */
  valueOf(operand: Operand, file: SourceFile): Value | undefined {
    switch (operand.kind) {
      case 'place':
        return this.read(operand);
      case 'literal':
        return literal(operand.value);
      case 'function':
        return { k: 'closure', file, node: operand.node };
      case 'unknown':
        return undefined;
    }
  }

  /** Drops a lease that has ended; a name that still holds it must not stand for the next one. */
  forget(id: string): State {
    const kept = this.setStatus(id, undefined);
    const stale = [...this.env].filter(([, value]) => value.k === 'lease' && value.id === id);
    const running = this.running.filter(({ lease }) => lease !== id);
    const unbound = stale.reduce((state, [key]) => state.bind(key, undefined), kept);
    const rest = unbound.with({ heap: withEntry(this.heap, id, undefined) });
    return running.length === this.running.length ? rest : rest.with({ running });
  }

  /** Renames a lease wherever it stands. */
  rename(from: string, to: string): State {
    const rename = (id: string): string => (id === from ? to : id);
    const mapAll = (values: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> =>
      new Map([...values].map(([key, value]) => [key, mapLeases(value, rename)]));
    return new State({
      env: mapAll(this.env),
      leases: new Map([...this.leases].map(([id, status]) => [rename(id), status])),
      heap: new Map([...this.heap].map(([ref, members]) => [rename(ref), mapAll(members)])),
      transactions: new Map([...this.transactions].map(([id, begin]) => [rename(id), begin])),
      running: this.running.map(one => ({ ...one, lease: rename(one.lease) })),
    });
  }
}
