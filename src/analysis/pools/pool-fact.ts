import type { Node, SourceFile } from '../../source/source-file.ts';
import { identifierName, keyName } from '../../source/names.ts';
import { callText } from '../call-text.ts';
import type { Insertion, PoolFact } from '../pool-facts.ts';
import { spanOf } from '../spans.ts';
import { unwrap } from '../lower/expressions.ts';
import type { Creation } from './creations.ts';
import type { Given } from './given-options.ts';
import { addressVariables, sizedOf } from './size.ts';
import { timeLimitOf } from './time-limits.ts';
import { trapsOf } from './traps.ts';
import type { Known } from './known.ts';
import { variablesOf } from './known.ts';

/** What a pool is told where it is made, and what is in force for it. */
export function toPoolFact(given: Given, file: SourceFile, creation: Creation): PoolFact {
  const { node, driver, type, by } = creation;
  const { options, table } = given;
  const isOpen = given.all.some(isDoubtful) || isDoubtful(table);
  const minimum = options.minimum && sizedOf(given, options.minimum, file);
  const insertion = insertionOf(given, file, creation);
  return {
    text: callText(file, node),
    at: spanOf(file, node),
    line: file.lineOf(node.range[0]),
    file: file.path,
    name: poolNameOf(node),
    package: driver.package,
    type: type.type,
    evidence: by,
    size: sizedOf(given, options.size, file),
    ...(minimum && { minimum }),
    timeouts: (options.timeouts ?? []).map(limit => timeLimitOf(given, limit, isOpen)),
    traps: trapsOf(given, file),
    isOpen,
    variables: [...new Set([...given.all.flatMap(variablesOf), ...addressVariables(given)])],
    isOfServer: options.isPrivate !== true,
    ...(insertion && { insertion }),
  };
}

function isDoubtful(known: Known): boolean {
  if (known.k === 'unknown') return true;
  if (known.k === 'either') return known.of.some(isDoubtful);
  return known.k === 'table' && known.isOpen;
}

/** The variable, field, property or class that holds it first. */
export function poolNameOf(node: Node): string | undefined {
  let inner = node;
  let parent = node.parent;
  while (parent && WRAPPING.has(parent.type)) {
    inner = parent;
    parent = parent.parent;
  }
  switch (parent?.type) {
    case 'VariableDeclarator':
      return identifierName(parent.id);
    case 'AssignmentExpression':
      return parent.right === inner ? placeName(parent.left) : undefined;
    case 'PropertyDefinition':
    case 'Property':
      return parent.value === inner ? keyName(parent) : undefined;
    case 'ExpressionStatement':
      return node.type === 'CallExpression' && node.callee.type === 'Super'
        ? classNameAround(node)
        : undefined;
    default:
      return undefined;
  }
}

const WRAPPING: ReadonlySet<string> = new Set([
  'AwaitExpression',
  'TSAsExpression',
  'TSNonNullExpression',
  'TSSatisfiesExpression',
  'LogicalExpression',
  'ConditionalExpression',
  'ChainExpression',
]);

function placeName(left: Node): string | undefined {
  const inner = unwrap(left);
  if (inner.type !== 'MemberExpression') return identifierName(inner);
  // `pools[url]` has no name of its own.
  if (inner.computed) return undefined;
  return inner.property.type === 'PrivateIdentifier'
    ? `#${inner.property.name}`
    : identifierName(inner.property);
}

function classNameAround(node: Node): string | undefined {
  for (let outer = node.parent; outer; outer = outer.parent) {
    if (outer.type === 'ClassDeclaration') return outer.id?.name;
  }
  return undefined;
}

/** Behind the last property of the object that holds the options, or in an object of its own. */
function insertionOf(
  { options }: Given,
  file: SourceFile,
  { node }: Creation,
): Insertion | undefined {
  const position = options.argument;
  const objects = node.arguments.map(one => unwrap(one));
  const held =
    position === undefined
      ? objects.findLast(one => one.type === 'ObjectExpression')
      : objects[position];
  if (held === undefined) return isNext(position, node) ? intoCall(file, node) : undefined;
  if (held.type !== 'ObjectExpression' || options.inside !== undefined) return undefined;
  const last = held.properties.at(-1);
  const start = last ? last.range[1] : held.range[0] + 1;
  return {
    at: { file: file.path, start, end: start },
    before: last ? ', ' : ' ',
    after: last ? '' : ' ',
  };
}

/** Whether one argument more would be the options: `new MongoClient(url)`. */
function isNext(position: number | undefined, { arguments: given }: Creation['node']): boolean {
  const isWhole = given.every(({ type }) => type !== 'SpreadElement');
  return isWhole && given.length === (position ?? 0);
}

function intoCall(file: SourceFile, node: Creation['node']): Insertion | undefined {
  const end = node.range[1];
  if (file.text[end - 1] !== ')') return undefined;
  const last = node.arguments.at(-1);
  const start = last ? last.range[1] : end - 1;
  const before = last ? ', { ' : '{ ';
  return { at: { file: file.path, start, end: start }, before, after: ' }' };
}
