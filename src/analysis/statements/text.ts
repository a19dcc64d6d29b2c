import { constantOf } from '../../source/constants.ts';
import { keyName } from '../../source/names.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { unwrap } from '../lower/expressions.ts';

/** Properties under which query options carry their statement: `{ text: 'BEGIN' }`, `{ sql: 'BEGIN' }`. */
const IN_OPTIONS = ['text', 'sql', 'query'];

/** The text of a statement, as far as it stands in the code; holes are blank. */
export function statementText(file: SourceFile, node: Node | undefined): string | undefined {
  const inner = node && unwrap(node);
  switch (inner?.type) {
    case 'Literal':
      return typeof inner.value === 'string' ? inner.value : undefined;
    case 'TemplateLiteral':
      return inner.quasis.map(({ value }) => value.cooked ?? value.raw).join(' ? ');
    case 'TaggedTemplateExpression':
      return statementText(file, inner.quasi);
    case 'BinaryExpression':
      return concatenated(statementText(file, inner.left), statementText(file, inner.right));
    case 'ObjectExpression':
      return statementText(file, optionOf(inner));
    case 'Identifier': {
      const source = constantOf(file, inner);
      return source && statementText(file, source);
    }
    default:
      return undefined;
  }
}

function concatenated(left: string | undefined, right: string | undefined): string | undefined {
  return left === undefined ? undefined : `${left}${right ?? ' ? '}`;
}

/** The value of the property that carries the statement. */
export function optionOf(node: Extract<Node, { type: 'ObjectExpression' }>): Node | undefined {
  for (const property of node.properties) {
    if (property.type !== 'Property') continue;
    if (IN_OPTIONS.includes(keyName(property) ?? '')) return property.value;
  }
  return undefined;
}

/** The argument of a call that is the statement it runs; of a tagged template, the template. */
export function statementArgument(node: Node): Node | undefined {
  if (node.type === 'TaggedTemplateExpression') return node.quasi;
  return node.type === 'CallExpression' ? node.arguments[0] : undefined;
}

/**
 * Whether a statement whose text is not at hand may be any: it is passed in or imported, and has no
 * values. Whoever builds one, or goes through a list of them, commits elsewhere.
 */
export function mayBeAnyStatement(file: SourceFile, call: Node): boolean {
  if (call.type !== 'CallExpression' || call.arguments.length !== 1) return false;
  let root = unwrap(call.arguments[0] as Node);
  while (root.type === 'MemberExpression') root = unwrap(root.object);
  if (root.type === 'ThisExpression') return true;
  if (root.type !== 'Identifier') return false;
  const definition = file.variableOf(root)?.defs[0];
  return definition?.type === 'Parameter' || definition?.type === 'ImportBinding';
}
