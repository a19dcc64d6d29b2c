import type { TransactionMethods } from '../../drivers/transaction.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { standsIn } from '../../source/walk.ts';
import { mayBeAnyStatement, statementArgument, statementText } from '../statements/text.ts';
import { transactionStepOf } from '../statements/sql.ts';
import type { TransactionStep } from '../statements/sql.ts';
import type { Call, Flow, LeaseSite, Point } from './flow.ts';
import type { InvertedGuard } from './guards.ts';
import { placeInRoot } from './held.ts';
import { baseOf } from './sites.ts';
import { after } from './trace.ts';
import { truthOf } from './values.ts';
import type { Value } from './values.ts';

/** A call that begins a transaction, and where the function under analysis begins it with that. */
export interface Begin {
  readonly at: Node;
  readonly file: SourceFile;
  readonly node: Node;
  /** It stands in a function that is called back with the connection. */
  readonly isCalledBack: boolean;
}

/** A transaction that is open when its connection goes back. */
export interface OpenTransactionEnd {
  readonly begin: Begin;
  readonly lease: string;
  /** What gives the connection back, and whether that commits. */
  readonly file: SourceFile;
  readonly node: Node;
  readonly commits: boolean;
  readonly at: Point;
}

/** A method that would end a transaction, which is read and not called. */
export interface Uncalled {
  readonly site: LeaseSite;
  readonly file: SourceFile;
  readonly node: Node;
}

/** The transactions that the runs over one file saw. */
export class Transactions {
  readonly ends: OpenTransactionEnd[] = [];
  readonly uncalled: Uncalled[] = [];
  readonly guards: InvertedGuard[] = [];
  readonly #begins = new Map<string, Begin>();
  readonly #byLease = new Map<string, readonly Begin[]>();
  readonly #ended = new Set<string>();

  begin(key: string, begin: Begin, lease: string): void {
    this.#begins.set(key, begin);
    this.#byLease.set(baseOf(lease), [...this.begunOn(lease), begin]);
  }

  /** The transactions that were begun on a lease. */
  begunOn(lease: string): readonly Begin[] {
    return this.#byLease.get(baseOf(lease)) ?? [];
  }

  beginOf(key: string | undefined): Begin | undefined {
    return key === undefined ? undefined : this.#begins.get(key);
  }

  /** Notes that some path ends a transaction itself. */
  end(key: string | undefined): void {
    if (key !== undefined) this.#ended.add(key);
  }

  isEverEnded(begin: Begin): boolean {
    return [...this.#ended].some(key => this.#begins.get(key)?.node === begin.node);
  }
}

/** A point after a statement or method of a lease, as far as it begins or ends a transaction. */
export function transact(call: Call, id: string, method: string, at: Point): Point {
  const { session } = call.flow;
  const step = stepOf(call, session.sites.of(id)?.type.transaction, method);
  const open = at.state.transactions.get(id);
  if (step === 'end') session.transactions.end(open);
  if (step === undefined || (step === 'begin' && open !== undefined)) return at;
  const begin = step === 'begin' ? keyOf(call, id) : undefined;
  const state = at.state.setTransaction(id, begin);
  if (begin === undefined) return { ...at, state };
  return { state, trace: after(at.trace, { kind: 'begin', lease: id }) };
}

function keyOf({ flow, step }: Call, lease: string): string {
  const { session, graph } = flow;
  const { file } = graph;
  const { at, isCalledBack } = placeInRoot(flow, step.node);
  const key = `${session.graphs.fileKey(file)}${step.node.range[0]}@${at.range[0]}`;
  session.transactions.begin(key, { at, file, node: step.node, isCalledBack }, lease);
  return key;
}

function stepOf(
  call: Call,
  transaction: TransactionMethods | undefined,
  method: string,
): TransactionStep | undefined {
  if (transaction === undefined) return undefined;
  if (transaction.begin?.includes(method)) return 'begin';
  const ends = [...(transaction.commit ?? []), ...(transaction.rollback ?? [])];
  if (ends.includes(method)) return 'end';
  const { file } = call.flow.graph;
  const { node } = call.step;
  const [given] = call.args;
  const text =
    given?.k === 'literal' && typeof given.value === 'string'
      ? given.value
      : statementText(file, statementArgument(node));
  if (text !== undefined) return transactionStepOf(text);
  // It may well be the commit.
  return mayBeAnyStatement(file, node) ? 'end' : undefined;
}

/** Whether a lease says of itself that a transaction is open; `undefined` where it says no such thing, or may not. */
export function saysActive(flow: Flow, point: Point['state'], id: string, name: string) {
  const active = flow.session.sites.of(id)?.type.transaction?.active;
  const isOpen = point.transactions.get(id) !== undefined;
  return isOpen && active?.includes(name) ? true : undefined;
}

const ENDS = /commit|roll_?back|abort|transaction|finish|complete/i;

/** What a function that nobody can see into does to a transaction, as far as its name tells. */
export function endByName({ flow }: Call, id: string, name: string, at: Point['state']) {
  if (!ENDS.test(name)) return at;
  flow.session.transactions.end(at.transactions.get(id));
  return at.setTransaction(id, undefined);
}

/** Notes that a method of a lease gives it back, if a transaction is open on it; `given` is its arguments. */
export function noteReleased(
  { flow, step }: Call,
  id: string,
  method: string,
  at: Point,
  given: readonly (Value | undefined)[],
): void {
  const type = flow.session.sites.of(id)?.type;
  const isDisposer = method === '@@asyncDispose' || method === '@@dispose';
  const isRelease = isDisposer ? type?.dispose === 'release' : type?.release.includes(method);
  if (!isRelease) return;
  const mayDestroy = type?.destroyIfGiven?.includes(method) && given.length > 0;
  if (mayDestroy && truthOf(given[0]) !== false) return;
  noteGivenBack(flow, id, at, { node: step.node });
}

/** Notes that a connection goes back to its pool, if a transaction is open on it. */
export function noteGivenBack(
  flow: Flow,
  id: string,
  at: Point,
  { node, commits = false }: { readonly node: Node; readonly commits?: boolean },
): void {
  const { session, graph } = flow;
  const begin = session.transactions.beginOf(at.state.transactions.get(id));
  const site = session.sites.of(id);
  if (begin === undefined || site === undefined || session.notes.isQuiet) return;
  // What a function begins and gives back on its own connection, its own analysis tells.
  const isOurs = session.root === undefined || standsIn(site.node, session.root);
  if (!isOurs && !begin.isCalledBack) return;
  session.transactions.ends.push({ begin, lease: id, file: graph.file, node, commits, at });
}
