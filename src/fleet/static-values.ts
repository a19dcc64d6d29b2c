import { isParseFailure, parseFile } from '../source/parse.ts';
import { constantOf } from '../source/constants.ts';
import type { Node, SourceFile } from '../source/source-file.ts';
import { ConfigFileError, type ConfigFile } from './config-file.ts';
import type { Item } from './yaml-file.ts';

/**
 * What a JavaScript file exports as its configuration, read and never run: literals, and constants
 * that are literals. Anything else is an item without text.
 */
export function readExported(file: ConfigFile): Item | undefined {
  const parsed = parseFile(file.path, file.text);
  if (isParseFailure(parsed)) {
    const { line, column, message } = parsed;
    throw new ConfigFileError({ file: file.name, line, column }, message);
  }
  const exported = parsed.program.body.map(exportedBy).findLast(node => node !== undefined);
  return exported && toItem(exported, parsed, file.name, 0);
}

/** The value of `module.exports = …` or `export default …`. */
function exportedBy(statement: Node): Node | undefined {
  if (statement.type === 'ExportDefaultDeclaration') return statement.declaration;
  if (statement.type !== 'ExpressionStatement') return undefined;
  const { expression } = statement;
  if (expression.type !== 'AssignmentExpression') return undefined;
  const { left, right } = expression;
  const isExports =
    left.type === 'MemberExpression' &&
    left.object.type === 'Identifier' &&
    left.object.name === 'module' &&
    left.property.type === 'Identifier' &&
    left.property.name === 'exports';
  return isExports ? right : undefined;
}

/** A constant may lead back to itself; nothing real is this deep. */
const deepest = 30;

function toItem(written: Node, file: SourceFile, name: string, depth: number): Item {
  const node = plain(written);
  const { line, column } = positionIn(file, node);
  const place = { file: name, line, column };
  const empty: Item = { place, text: undefined, members: new Map(), entries: [] };
  if (depth > deepest) return empty;
  const inner = (each: Node) => toItem(each, file, name, depth + 1);
  if (node.type === 'Identifier') {
    const constant = constantOf(file, node);
    return constant === undefined ? empty : { ...inner(constant), place };
  }
  if (node.type === 'ObjectExpression') return { ...empty, members: membersOf(node, inner) };
  if (node.type === 'ArrayExpression') {
    const elements = node.elements.filter(each => each !== null);
    return { ...empty, entries: elements.map(inner) };
  }
  return { ...empty, text: textOf(node) };
}

/** The value itself, without what only types it or passes it on: `defineConfig({ … })`. */
function plain(node: Node): Node {
  if (node.type === 'TSAsExpression' || node.type === 'TSSatisfiesExpression') {
    return plain(node.expression);
  }
  const [argument] = node.type === 'CallExpression' ? node.arguments : [];
  return argument?.type === 'ObjectExpression' ? argument : node;
}

function membersOf(
  { properties }: Extract<Node, { type: 'ObjectExpression' }>,
  inner: (node: Node) => Item,
): ReadonlyMap<string, Item> {
  const members = new Map<string, Item>();
  for (const property of properties) {
    if (property.type === 'SpreadElement') {
      for (const [key, item] of inner(property.argument).members) members.set(key, item);
      continue;
    }
    const { key, computed, value } = property;
    if (computed) continue;
    if (key.type === 'Identifier') members.set(key.name, inner(value));
    else if (key.type === 'Literal') members.set(String(key.value), inner(value));
  }
  return members;
}

function textOf(node: Node): string | undefined {
  if (node.type === 'Literal') return node.value === null ? undefined : String(node.value);
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0) {
    return node.quasis[0]?.value.cooked ?? undefined;
  }
  if (node.type !== 'UnaryExpression' || node.operator !== '-') return undefined;
  const inner = textOf(node.argument);
  return inner === undefined ? undefined : `-${inner}`;
}

function positionIn(file: SourceFile, node: Node) {
  const [start] = node.range;
  const line = file.lineOf(start);
  const lineStart = file.text.lastIndexOf('\n', start - 1) + 1;
  return { line, column: start - lineStart + 1 };
}
