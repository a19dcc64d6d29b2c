import type { LeaseType } from '../../drivers/driver.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import type { CallStep, Graph, GraphNode, NodeId, Operand, Place, Test } from '../graph.ts';
import { keyOf } from '../graph.ts';
import type { Flow, LeaseSite } from './flow.ts';
import { successorsOf } from './liveness.ts';
import type { State } from './state.ts';

/** A test that lets a transaction be ended only where there is none to end. */
export interface InvertedGuard {
  readonly site: LeaseSite;
  readonly file: SourceFile;
  /** What is asked: `runner.isTransactionActive`. */
  readonly node: Node;
  /** The end that stands on the wrong side. */
  readonly end: Node;
  /** It runs while no transaction is open, or once the transaction has ended. */
  readonly runs: 'without' | 'after';
}

/** A branch that asks something of an object: whose `name` it reads, and on which side it is true. */
interface Question {
  readonly base: Place;
  readonly name: string;
  readonly node: Node;
  readonly ifTrue: NodeId;
  readonly ifFalse: NodeId;
}

type Side = 'ifTrue' | 'ifFalse';

const QUESTIONS = new WeakMap<Graph, Map<NodeId, Question | undefined>>();

/**
 * Notes a branch that asks a lease whether its transaction is open, and ends it on the other side only.
 *
 * The end has to follow with no await between, where nothing else can have begun a transaction; and no
 * way leads there that does not answer the question.
 */
export function noteGuard(flow: Flow, id: NodeId, state: State): void {
  const { session, graph } = flow;
  const question = questionAt(graph, id);
  const value = question && state.valueOf(question.base, graph.file);
  if (question === undefined || value?.k !== 'lease' || session.notes.isQuiet) return;
  const site = session.sites.of(value.id);
  const wrong = site && wrongSideOf(site.type, question.name);
  if (site === undefined || wrong === undefined) return;
  const found = endsBehind(graph, question[wrong], question.base, endsOf(site.type));
  const end = found.find(({ node }) => !isReached(graph, node, question, wrong));
  if (end === undefined) return;
  const runs = wrong === 'ifTrue' ? 'after' : 'without';
  const guard = { site, file: graph.file, node: question.node, end: end.node, runs } as const;
  session.transactions.guards.push(guard);
}

/** The side of a branch on which there is no transaction to end. */
function wrongSideOf({ transaction, ended }: LeaseType, name: string): Side | undefined {
  if (transaction?.active?.includes(name)) return 'ifFalse';
  return ended?.includes(name) ? 'ifTrue' : undefined;
}

/** The methods that end a transaction on a lease, or the transaction that the lease is. */
function endsOf({ transaction, release }: LeaseType): readonly string[] {
  if (transaction !== undefined)
    return [...(transaction.commit ?? []), ...(transaction.rollback ?? [])];
  return release.includes('rollback') ? release : [];
}

function questionAt(graph: Graph, id: NodeId): Question | undefined {
  let known = QUESTIONS.get(graph);
  if (known === undefined) QUESTIONS.set(graph, (known = new Map()));
  if (!known.has(id)) known.set(id, toQuestion(graph, graph.nodes[id]));
  return known.get(id);
}

function toQuestion(graph: Graph, branch: GraphNode | undefined): Question | undefined {
  if (branch?.kind !== 'branch') return undefined;
  const asked = askedBy(branch.test);
  const read = asked && readOf(graph, asked.what);
  if (asked === undefined || read === undefined) return undefined;
  const [ifTrue, ifFalse] = asked.is ? [branch.yes, branch.no] : [branch.no, branch.yes];
  return { ...read, node: asked.node, ifTrue, ifFalse };
}

/** `x.isOpen`, `x.isOpen === true`, `x.isOpen === false`. */
function askedBy(test: Test) {
  if (test.kind === 'truthy') return { what: test.value, is: true, node: test.node };
  if (test.kind !== 'equal' || test.right.kind !== 'literal') return undefined;
  const { value } = test.right;
  return typeof value === 'boolean' ? { what: test.left, is: value, node: test.node } : undefined;
}

/** The property or method that gave a value, and its object. */
function readOf(graph: Graph, what: Operand): Pick<Question, 'base' | 'name'> | undefined {
  if (what.kind !== 'place') return undefined;
  const name = what.path.at(-1);
  if (name !== undefined) return { base: { ...what, path: what.path.slice(0, -1) }, name };
  if (!what.root.startsWith('%')) return undefined;
  for (const node of graph.nodes) {
    if (node.kind !== 'step' || !('to' in node.step) || node.step.to?.root !== what.root) continue;
    const { step } = node;
    if (step.op === 'set' && step.from.kind === 'place') return readOf(graph, step.from);
    if (step.op !== 'call' || step.receiver?.kind !== 'place') continue;
    return step.method === undefined ? undefined : { base: step.receiver, name: step.method };
  }
  return undefined;
}

/** Calls that end a transaction of the object, which control reaches before it waits for anything. */
function endsBehind(graph: Graph, start: NodeId, base: Place, ends: readonly string[]) {
  const found: CallStep[] = [];
  for (const node of walk(graph, start, one => nextOf(one, base))) {
    if (node.kind !== 'step' || node.step.op !== 'call') continue;
    const { receiver, method } = node.step;
    if (receiver?.kind !== 'place' || keyOf(receiver) !== keyOf(base)) continue;
    if (method !== undefined && ends.includes(method)) found.push(node.step);
  }
  return found;
}

/** Where control goes next, as long as nothing on the way may begin a transaction on the object. */
function nextOf(node: GraphNode, base: Place): readonly NodeId[] {
  if (node.kind === 'join') return [node.next];
  if (node.kind === 'branch') return [node.yes, node.no];
  if (node.kind !== 'step') return [];
  const { step } = node;
  const mayGoOn =
    step.op === 'object' ||
    (step.op === 'set' && keyOf(step.to) !== keyOf(base)) ||
    (step.op === 'call' && !mayReach(step, base));
  return mayGoOn ? [node.next] : [];
}

/** Whether a call may get at the object: only methods of other things, passed other things, do not. */
function mayReach({ receiver, args }: CallStep, base: Place): boolean {
  if (receiver?.kind !== 'place') return true;
  const key = `${keyOf(base)}.`;
  return [receiver, ...args.map(({ value }) => value)].some(value => {
    if (value.kind !== 'place') return value.kind === 'function';
    const other = `${keyOf(value)}.`;
    return key.startsWith(other) || other.startsWith(key);
  });
}

/** Whether control reaches a call by a way that does not take the wrong side of the question. */
function isReached(graph: Graph, call: Node, { node }: Question, wrong: Side): boolean {
  const next = (one: GraphNode, id: NodeId): readonly NodeId[] => {
    const question = questionAt(graph, id);
    // A `finally` has its question once for each way through it.
    if (question?.node !== node) return successorsOf(one);
    return [wrong === 'ifTrue' ? question.ifFalse : question.ifTrue];
  };
  for (const one of walk(graph, graph.entry, next)) {
    if (one.kind === 'step' && one.step.node === call) return true;
  }
  return false;
}

function* walk(
  graph: Graph,
  start: NodeId,
  next: (node: GraphNode, id: NodeId) => readonly NodeId[],
): Generator<GraphNode> {
  const seen = new Set<NodeId>([start]);
  for (const id of seen) {
    const node = graph.nodes[id];
    if (node === undefined) continue;
    yield node;
    for (const follower of next(node, id)) seen.add(follower);
  }
}
