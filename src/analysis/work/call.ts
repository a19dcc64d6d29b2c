import { chaining } from '../../source/returned.ts';
import type { ShapeOf } from '../../evidence/shape.ts';
import type { FunctionNode, Node, SourceFile } from '../../source/source-file.ts';
import { unwrap } from '../lower/expressions.ts';
import { textOf } from '../print.ts';
import { bodyWork, methodName, handedOn, workOf, workOfCallback } from './expression.ts';
import { whereAsked } from './absent.ts';
import { foreignWork, saidOf } from './foreign.ts';
import { givenBy } from './given.ts';
import { workGiven } from './left.ts';
import { isLentBy } from './borrowers.ts';
import { workPassed } from './passed-on.ts';
import { poolWork } from './pool-work.ts';
import { deeper } from './search.ts';
import type { Search } from './search.ts';
import { throughStorage } from './storage.ts';
import type { Link, Work } from './work.ts';
import { fewest, throughCall } from './work.ts';
import { isPromise, workOfPromise } from './promise.ts';

type CallNode = Extract<Node, { type: 'CallExpression' }>;
type Called = Extract<
  Node,
  { type: 'CallExpression' | 'NewExpression' | 'TaggedTemplateExpression' }
>;

const MAX_DEPTH = 6;
const FIRST = new Set(['race', 'any']);
const COMBINATORS = new Set(['all', 'allSettled', 'race', 'any', 'resolve']);

/** What awaiting the result of a call waits for. */
export function workOfCall(search: Search, file: SourceFile, node: Called): readonly Work[] {
  if (search.isRun(node))
    return node.type === 'CallExpression' ? handedOut(search, file, node) : [];
  if (node.type === 'NewExpression') return workOfPromise(search, file, node);
  const direct = directWork(search, file, node);
  if (direct !== undefined) return direct;
  if (node.type !== 'CallExpression') return [];
  const method = methodName(node);
  const callee = unwrap(node.callee);
  const receiver = callee.type === 'MemberExpression' ? callee.object : undefined;
  const { questions } = search;
  const callbacks = node.arguments
    .flatMap(one => workOfCallback(search, file, one))
    .flatMap(work => throughStorage(questions, file, node, work));
  if (receiver && method !== undefined) {
    if (chaining.has(method)) return [...workOf(search, file, receiver), ...callbacks];
    if (COMBINATORS.has(method) && isPromise(file, receiver)) {
      return workOfMembers(search, file, node.arguments, FIRST.has(method));
    }
  }
  const called = questions.shapeOf(file, callee);
  if (called?.kind !== 'function') return [...callbacks, ...builtBy(search, file, receiver)];
  if (isLentBy(questions, called, node)) return handedOut(search, file, node);
  const link = linkOf(file, node, called);
  const passed = node.arguments.flatMap((one, index) =>
    workPassed(questions, called, index, workOfCallback(search, file, one)),
  );
  const to = { questions, file, call: node, owner: called.node };
  const own = functionWork(search, called.file, called.node)
    .flatMap(work => workGiven(work, to))
    .map(work => whereCalled(file, callee, work));
  return [...own, ...passed].map(work => throughCall(work, link));
}

/** What a parameter does that is called is done only where a function is passed. */
function whereCalled(file: SourceFile, callee: Node, work: Work): Work {
  const given = callee.type === 'Identifier' ? givenBy(file, callee) : undefined;
  if (given === undefined) return work;
  return { ...work, needs: [...(work.needs ?? []), { ...given, isCalled: true }] };
}

/** What the members of a combinator wait for; a race against the database waits no longer than that. */
function workOfMembers(
  search: Search,
  file: SourceFile,
  [list, ...rest]: readonly Node[],
  isFirst: boolean,
): readonly Work[] {
  if (list === undefined || rest.length > 0) return [];
  if (!isFirst || list.type !== 'ArrayExpression') return workOf(search, file, list);
  const members = list.elements.map(one => (one ? workOf(search, file, one) : []));
  return members.every(works => works.length > 0) ? members.flat() : [];
}

/** What a function that is told about elsewhere leaves to its caller: the promises it gives without awaiting them. */
function handedOut(search: Search, file: SourceFile, node: CallNode): readonly Work[] {
  const called = search.questions.shapeOf(file, unwrap(node.callee));
  if (called?.kind !== 'function') return [];
  const { body } = called.node;
  if (!body) return [];
  // A body stands for what its function gives; the function itself for all it waits for.
  const found = remembered(search, body, () =>
    whereAsked(
      search.questions,
      called.file,
      called.node,
      handedOn(called.node).flatMap(one => workOf(deeper(search), called.file, one)),
    ),
  );
  const to = { questions: search.questions, file, call: node, owner: called.node };
  return found
    .flatMap(work => workGiven(work, to))
    .map(work => throughCall(work, linkOf(file, node, called)));
}

function linkOf(
  file: SourceFile,
  node: CallNode,
  { file: other, node: owner }: ShapeOf<'function'>,
): Link {
  const into = { file: other, node: owner };
  return { text: `${textOf(file, unwrap(node.callee))}()`, file, node, into };
}

/** `db.selectFrom('t').where(…).execute()`: the statement that a chain of calls builds. */
function builtBy(search: Search, file: SourceFile, receiver: Node | undefined): readonly Work[] {
  const inner = receiver && unwrap(receiver);
  if (inner?.type !== 'CallExpression') return [];
  return workOfCall(search, file, inner).filter(
    work => work.k === 'pool' && work.use === 'statement',
  );
}

/** What the call itself is: a package's foreign work, or a pool's. */
function directWork(search: Search, file: SourceFile, node: Called): readonly Work[] | undefined {
  const callee = node.type === 'TaggedTemplateExpression' ? node.tag : unwrap(node.callee);
  const pool = poolWork(search.questions, file, node, search.questions.acquireOf(file, node));
  if (pool !== undefined) return [pool];
  const said = saidOf(search, file, callee);
  if (said === 'nothing') return [];
  if (said !== undefined) {
    return [{ k: 'foreign', kind: said, package: '', file, node, through: [] }];
  }
  const foreign = foreignWork(search, file, node, callee, 'calls');
  return foreign && [foreign];
}

/** `dataSource.createQueryRunner()`: a connection that comes without a promise. */
export function acquiredAtOnce(search: Search, file: SourceFile, node: Called): readonly Work[] {
  const { questions } = search;
  if (!questions.isAcquireName(methodName(node) ?? '')) return [];
  const found = questions.acquireOf(file, node);
  if (found?.kind !== 'acquire' || found.spec.returns !== 'value') return [];
  const work = poolWork(questions, file, node, found);
  return work === undefined ? [] : [work];
}

/** What a function of the user's own waits for. */
function functionWork(search: Search, file: SourceFile, node: FunctionNode): readonly Work[] {
  return remembered(search, node, () =>
    whereAsked(search.questions, file, node, bodyWork(deeper(search), file, node)),
  );
}

/** What is found for a node, once. Recursion and deep nesting wait for nothing. */
function remembered(search: Search, node: Node, find: () => readonly Work[]): readonly Work[] {
  const known = search.memory.get(node);
  if (known !== undefined) return known;
  if (search.depth >= MAX_DEPTH) return [];
  search.memory.set(node, []);
  const found = fewest(find());
  search.memory.set(node, found);
  return found;
}
