import type { Node, SourceFile } from '../../source/source-file.ts';
import { functionAround, isFunction, nodesIn } from '../../source/walk.ts';
import { Builder } from '../lower/builder.ts';

/** Every member of a root. */
const ALL = '.*';

const roots = new WeakMap<Node, readonly string[]>();

/** The roots that a closure mentions, its own included. */
export function freeRoots(file: SourceFile, owner: Node, fileKey: string): readonly string[] {
  const cached = roots.get(owner);
  if (cached !== undefined) return cached;
  const b = new Builder(file, fileKey, owner);
  const found = new Set([b.self.root]);
  for (const node of nodesIn(owner)) if (node.type === 'Identifier') found.add(b.rootOf(node));
  const list = [...found];
  roots.set(owner, list);
  return list;
}

const keys = new WeakMap<Node, readonly string[]>();

/** The keys that a closure may test: of the roots that it mentions, the members that it names. */
export function keysMentionedIn(file: SourceFile, owner: Node, fileKey: string): readonly string[] {
  const known = keys.get(owner);
  if (known !== undefined) return known;
  const b = new Builder(file, fileKey, owner);
  const found = new Set([b.self.root, b.self.root + ALL]);
  for (const node of nodesIn(owner)) {
    if (node.type !== 'Identifier') continue;
    for (const key of keysAt(node, b.rootOf(node))) found.add(key);
  }
  const list = [...found];
  keys.set(owner, list);
  return list;
}

/** What is read where an identifier stands: a value, a member, or who knows what of it. */
function keysAt(identifier: Node, root: string): readonly string[] {
  const found = [root];
  let key = root;
  let here = identifier;
  for (let outer = here.parent; outer?.type === 'MemberExpression'; outer = here.parent) {
    if (outer.object !== here || outer.computed || outer.property.type !== 'Identifier') break;
    key += `.${outer.property.name}`;
    found.push(key);
    here = outer;
  }
  return here.parent && PLAIN.has(here.parent.type) ? found : [...found, root + ALL];
}

/** Where a value is read as a whole; a pattern would read its members. */
const PLAIN: ReadonlySet<string> = new Set([
  'ArrowFunctionExpression',
  'BinaryExpression',
  'CallExpression',
  'ConditionalExpression',
  'ExpressionStatement',
  'IfStatement',
  'LogicalExpression',
  'Property',
  'ReturnStatement',
  'TemplateLiteral',
  'UnaryExpression',
]);

/** The root of a key, and all its members. */
export function withAllMembers(key: string): readonly string[] {
  const dot = key.indexOf('.');
  const root = dot === -1 ? key : key.slice(0, dot);
  return [root, root + ALL];
}

/** Whether a fact under a key is among what is tested. */
export function isAmong(tested: ReadonlySet<string>, key: string): boolean {
  // What a comparison gave stands under the place that was compared.
  const end = key.search(/\.(?:typeof$|=== )/);
  const place = end === -1 ? key : key.slice(0, end);
  if (tested.has(place)) return true;
  const dot = place.indexOf('.');
  return dot !== -1 && tested.has(place.slice(0, dot) + ALL);
}

const mentioned = new WeakMap<Node, ReadonlyMap<string, ReadonlySet<Node>>>();

/** The functions in which each root is mentioned within one function, apart from where it is declared. */
function mentionersIn(file: SourceFile, owner: Node, fileKey: string) {
  const known = mentioned.get(owner);
  if (known !== undefined) return known;
  const b = new Builder(file, fileKey, owner);
  const found = new Map<string, Set<Node>>();
  for (const node of nodesIn(owner)) {
    if (node.type !== 'Identifier') continue;
    const root = b.rootOf(node);
    if (root.endsWith(`@${node.range[0]}`)) continue;
    const by = found.get(root) ?? new Set();
    found.set(root, by.add(functionAround(node)));
  }
  mentioned.set(owner, found);
  return found;
}

/**
 * Whether what is known of a function's variable is over with the last test in `graph`: all others that
 * mention it are callbacks inside, written where they are passed and called then.
 */
export function endsWithin(
  file: SourceFile,
  root: string,
  { declarer, owner, fileKey }: { declarer: Node; owner: Node; fileKey: string },
): boolean {
  for (const by of mentionersIn(file, declarer, fileKey).get(root) ?? []) {
    let isInside = by === owner;
    for (let one = by; one !== declarer; one = functionAround(one)) {
      if (!isPassed(one)) return false;
      isInside ||= one === owner;
    }
    isInside ||= declarer === owner;
    if (!isInside) return false;
  }
  return true;
}

/** Whether a function is written where a call takes it. */
function isPassed(node: Node): boolean {
  const { parent } = node;
  return isFunction(node) && parent?.type === 'CallExpression';
}
