import type { TSESTree } from '@typescript-eslint/types';
import type { Node } from './source-file.ts';

/** A node with a key: a member of a class, an object, an interface or a pattern. */
export type Keyed = Extract<Node, { key: unknown }>;

/** The name that a key spells, `#name` for private ones; `undefined` when it is computed at run time. */
export function keyName(node: Keyed): string | undefined {
  const key = node.key as Node;
  const computed = 'computed' in node && node.computed === true;
  return computed ? literalText(key) : nameOrText(key);
}

/** The property that a member expression reads: `a.b`, `a['b']`, `a.#b` and `a[0]`. */
export function propertyName(node: TSESTree.MemberExpression): string | undefined {
  return node.computed ? literalText(node.property) : nameOrText(node.property);
}

/** The name of an import or export specifier's side, which may be a string. */
export function specifierName(node: Node): string {
  return nameOrText(node) ?? '';
}

/** The name of an identifier; `undefined` for any other node. */
export function identifierName(node: Node | null | undefined): string | undefined {
  return node?.type === 'Identifier' ? node.name : undefined;
}

/** The text of a literal string, number or template without holes. */
export function literalText(node: Node | null | undefined): string | undefined {
  if (node?.type === 'Literal') {
    return typeof node.value === 'string' || typeof node.value === 'number'
      ? String(node.value)
      : undefined;
  }
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0) {
    return node.quasis[0]?.value.cooked ?? undefined;
  }
  return undefined;
}

/** The specifier of `require('x')`; `undefined` for any other node. */
export function requiredSpecifier(node: Node | null | undefined): string | undefined {
  if (node?.type !== 'CallExpression' || identifierName(node.callee) !== 'require')
    return undefined;
  return literalText(node.arguments[0]);
}

function nameOrText(node: Node): string | undefined {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'PrivateIdentifier') return `#${node.name}`;
  return literalText(node);
}

/** Whether a specifier names a file beside its importer and not a package. */
export function isRelative(specifier: string): boolean {
  return /^\.{0,2}\//.test(specifier) || specifier === '.' || specifier === '..';
}
