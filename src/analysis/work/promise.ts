import type { FunctionNode, Node, SourceFile } from '../../source/source-file.ts';
import { isFunction, valuesOf } from '../../source/walk.ts';
import { unwrap } from '../lower/expressions.ts';
import { foreignWork } from './foreign.ts';
import type { Search } from './search.ts';
import type { ForeignWork, Work } from './work.ts';

/** Whether a node is the language's own `Promise`. */
export function isPromise(file: SourceFile, node: Node): boolean {
  return (
    node.type === 'Identifier' && node.name === 'Promise' && !file.variableOf(node)?.defs.length
  );
}

/** `new Promise(resolve => setTimeout(resolve, 100))`: what its executor starts. */
export function workOfPromise(
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
      if (work !== undefined && !isDeadline(file, owner, node, work)) found.push(work);
    }
    for (const child of valuesOf(node)) visit(child);
  };
  visit(owner);
  return found.slice(0, 1);
}

/** A timer that does not resolve the promise only ends the wait for something else. */
function isDeadline(
  file: SourceFile,
  { params }: FunctionNode,
  timer: Node,
  { kind }: ForeignWork,
): boolean {
  const [resolve] = params;
  const variable = resolve?.type === 'Identifier' ? file.variableOf(resolve) : undefined;
  if (kind !== 'timer' || variable === undefined) return false;
  const [start, end] = timer.range;
  return !variable.references.some(
    ({ identifier: { range } }) => start <= range[0] && range[1] <= end,
  );
}
