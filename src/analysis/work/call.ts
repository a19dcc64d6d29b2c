import { effects } from '../../effects/index.ts';
import { effectOf } from '../../effects/match.ts';
import type { OwnEffect } from '../../effects/own-effects.ts';
import { ownEffectOf } from '../../effects/own-effects.ts';
import type { FunctionNode, Node, SourceFile } from '../../source/source-file.ts';
import { isFunction } from '../../source/walk.ts';
import { acquireOf } from '../flow/driver-methods.ts';
import { unwrap } from '../lower/expressions.ts';
import { textOf } from '../print.ts';
import { bodyWork, methodName, workOf, workOfCallback } from './expression.ts';
import { foreignPath } from './path.ts';
import { isLease, poolWork } from './pool-work.ts';
import { deeper } from './search.ts';
import type { Search } from './search.ts';
import type { ForeignWork, Work } from './work.ts';
import { fewest, throughCall } from './work.ts';

type Called = Extract<
  Node,
  { type: 'CallExpression' | 'NewExpression' | 'TaggedTemplateExpression' }
>;

const MAX_DEPTH = 6;
const CHAINED = new Set(['then', 'catch', 'finally']);
const FIRST = new Set(['race', 'any']);
const COMBINATORS = new Set(['all', 'allSettled', 'race', 'any', 'resolve']);

/** What awaiting the result of a call waits for. */
export function workOfCall(search: Search, file: SourceFile, node: Called): readonly Work[] {
  if (search.isRun(node)) return [];
  if (node.type === 'NewExpression') return workOfPromise(search, file, node);
  const direct = directWork(search, file, node);
  if (direct !== undefined) return direct;
  if (node.type !== 'CallExpression') return [];
  const method = methodName(node);
  const callee = unwrap(node.callee);
  const receiver = callee.type === 'MemberExpression' ? callee.object : undefined;
  const callbacks = node.arguments.flatMap(one => workOfCallback(search, file, one));
  if (receiver && method !== undefined) {
    if (CHAINED.has(method)) return [...workOf(search, file, receiver), ...callbacks];
    if (COMBINATORS.has(method) && isPromise(file, receiver)) {
      return workOfMembers(search, file, node.arguments, FIRST.has(method));
    }
  }
  const called = search.questions.shapeOf(file, callee);
  if (called?.kind !== 'function') return [...callbacks, ...builtBy(search, file, receiver)];
  // Whoever is given a connection by its type is told about it where it waits.
  if (called.node.params.some(one => isLease(search.questions.shapeOf(called.file, one))))
    return [];
  const link = { text: `${textOf(file, callee)}()`, file, node };
  const passed = node.arguments.flatMap((one, index) =>
    isCalledIn(called.file, called.node, index) ? workOfCallback(search, file, one) : [],
  );
  const own = functionWork(search, called.file, called.node);
  return [...own, ...passed].map(work => throughCall(work, link));
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

/** Whether a function calls its parameter at a position. */
function isCalledIn(file: SourceFile, { params }: FunctionNode, position: number): boolean {
  const parameter = params[position];
  const variable = parameter?.type === 'Identifier' ? file.variableOf(parameter) : undefined;
  return (
    variable?.references.some(({ identifier }) => {
      const { parent } = identifier;
      return parent?.type === 'CallExpression' && parent.callee === identifier;
    }) ?? false
  );
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
  const pool = poolWork(search.questions, file, node, acquireOf(search.questions, file, node));
  if (pool !== undefined) return [pool];
  const said = saidOf(search, file, callee);
  if (said === 'nothing') return [];
  if (said !== undefined) {
    return [{ k: 'foreign', kind: said, package: '', file, node, through: [] }];
  }
  const foreign = foreignWork(search, file, node, callee, 'calls');
  return foreign && [foreign];
}

/** What the user's settings say that a function waits for. */
function saidOf(search: Search, file: SourceFile, callee: Node): OwnEffect['waits'] | undefined {
  if (search.effects.length === 0) return undefined;
  const shape = search.questions.shapeOf(file, callee);
  const found = foreignPath(search.questions, file, callee);
  const module = shape?.kind === 'function' ? shape.file.path : found?.specifier;
  const written = file.text.slice(callee.range[0], callee.range[1]);
  const exported = found?.path.filter(step => step !== '()' && step !== 'new').join('.');
  return ownEffectOf(search.effects, { names: [written, exported ?? written], module });
}

/** `dataSource.createQueryRunner()`: a connection that comes without a promise. */
export function acquiredAtOnce(search: Search, file: SourceFile, node: Called): readonly Work[] {
  const { questions } = search;
  if (!questions.isAcquireName(methodName(node) ?? '')) return [];
  const found = acquireOf(questions, file, node);
  if (found?.kind !== 'acquire' || found.spec.returns !== 'value') return [];
  const work = poolWork(questions, file, node, found);
  return work === undefined ? [] : [work];
}

function foreignWork(
  search: Search,
  file: SourceFile,
  node: Node,
  callee: Node,
  use: 'calls' | 'callbacks',
): ForeignWork | undefined {
  const inner = use === 'calls' ? promisified(file, callee) : undefined;
  if (inner !== undefined) return foreignWork(search, file, node, inner, 'callbacks');
  const found = foreignPath(search.questions, file, callee);
  const effect = found && effectOf(effects, found.specifier, found.path, use);
  if (effect === undefined) return undefined;
  return {
    k: 'foreign',
    kind: effect.kind,
    package: effect.source.package,
    file,
    node,
    through: [],
  };
}

/** `const sleep = promisify(setTimeout)`: what a constant makes a promise of. */
function promisified(file: SourceFile, callee: Node): Node | undefined {
  const definition = callee.type === 'Identifier' ? file.variableOf(callee)?.defs[0] : undefined;
  const declarator = definition?.node;
  const init = declarator?.type === 'VariableDeclarator' ? declarator.init : undefined;
  if (init?.type !== 'CallExpression') return undefined;
  const name = methodName(init) ?? (init.callee.type === 'Identifier' ? init.callee.name : '');
  return name === 'promisify' ? init.arguments[0] : undefined;
}

function isPromise(file: SourceFile, node: Node): boolean {
  return (
    node.type === 'Identifier' && node.name === 'Promise' && !file.variableOf(node)?.defs.length
  );
}

/** `new Promise(resolve => setTimeout(resolve, 100))`: what its executor starts. */
function workOfPromise(
  search: Search,
  file: SourceFile,
  node: Extract<Node, { type: 'NewExpression' }>,
): readonly Work[] {
  const [executor] = node.arguments;
  if (!isPromise(file, node.callee) || !executor || !isFunction(executor)) return [];
  if (search.isRun(executor)) return [];
  return startedIn(search, file, executor);
}

function startedIn(search: Search, file: SourceFile, owner: FunctionNode): readonly Work[] {
  const found: Work[] = [];
  const visit = (node: Node): void => {
    if (isFunction(node) && node !== owner) return;
    if (node.type === 'CallExpression') {
      const work = foreignWork(search, file, node, unwrap(node.callee), 'callbacks');
      if (work !== undefined) found.push(work);
    }
    for (const child of search.childrenOf(node)) visit(child);
  };
  visit(owner);
  return found.slice(0, 1);
}

/** What a function of the user's own waits for; found once. Recursion and deep nesting wait for nothing. */
function functionWork(search: Search, file: SourceFile, node: FunctionNode): readonly Work[] {
  const known = search.memory.get(node);
  if (known !== undefined) return known;
  if (search.depth >= MAX_DEPTH) return [];
  search.memory.set(node, []);
  const found = fewest(bodyWork(deeper(search), file, node));
  search.memory.set(node, found);
  return found;
}
