import { effects } from '../../effects/index.ts';
import { effectOf } from '../../effects/match.ts';
import type { SignatureNode } from '../../evidence/shape.ts';
import { constantOf } from '../../source/constants.ts';
import { identifierName } from '../../source/names.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { nodesIn } from '../../source/walk.ts';
import { unwrap } from '../lower/expressions.ts';
import { isLease } from './borrowers.ts';
import { workOf } from './expression.ts';
import { foreignPath } from './path.ts';
import type { Search } from './search.ts';
import type { Work } from './work.ts';

const MAX_HOPS = 3;

/**
 * `for await (const page of pages())`: what an iterable waits for. One that nobody can look into, and
 * that is not made from a connection, waits for whoever fills it.
 */
export function workOfIterable(search: Search, file: SourceFile, iterable: Node): readonly Work[] {
  const known = workOf(search, file, iterable);
  if (known.length > 0) return known;
  const described = describedWork(search, file, iterable);
  if (described.length > 0) return described;
  const node = unwrap(iterable);
  if (node.type !== 'CallExpression') return [];
  const called = search.questions.shapeOf(file, node.callee);
  if (called?.kind !== 'signature' || !isAsyncIterable(called.node)) return [];
  if (isMadeFromLease(search, file, node)) return [];
  return [{ k: 'foreign', kind: 'iterable', package: '', file, node, through: [] }];
}

/** `response.body`, `on(emitter, 'order')`: what a package says of it. */
function describedWork(
  search: Search,
  file: SourceFile,
  iterable: Node,
  hops = MAX_HOPS,
): readonly Work[] {
  const node = unwrap(iterable);
  if (node.type === 'LogicalExpression') return describedWork(search, file, node.left, hops);
  const held = node.type === 'Identifier' && hops > 0 ? constantOf(file, node) : undefined;
  if (held !== undefined) return describedWork(search, file, held, hops - 1);
  const isCall = node.type === 'CallExpression';
  const found = foreignPath(search.questions, file, isCall ? node.callee : node);
  const effect = found && effectOf(effects, found.specifier, found.path, 'iterables');
  if (effect === undefined || isMadeFromLease(search, file, node)) return [];
  const { kind, source } = effect;
  return [{ k: 'foreign', kind, package: source.package, file, node, through: [] }];
}

/** Whether an expression works with a connection, or with what was made with one. */
function isMadeFromLease(
  search: Search,
  file: SourceFile,
  expression: Node,
  hops = MAX_HOPS,
): boolean {
  return nodesIn(expression).some(node => {
    if (node.type !== 'Identifier' && node.type !== 'MemberExpression') return false;
    if (isLease(search.questions.shapeOf(file, node))) return true;
    const init = hops > 0 ? constantOf(file, node) : undefined;
    return init !== undefined && isMadeFromLease(search, file, init, hops - 1);
  });
}

function isAsyncIterable(node: SignatureNode): boolean {
  const type = node.returnType?.typeAnnotation;
  const name = type?.type === 'TSTypeReference' ? identifierName(type.typeName) : undefined;
  return /^Async(?:Iterable|IterableIterator|Generator)$/.test(name ?? '');
}
