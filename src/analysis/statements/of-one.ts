import { many } from '../../drivers/driver.ts';
import type { Driver } from '../../drivers/driver.ts';
import { keyName } from '../../source/names.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { unwrap } from '../lower/expressions.ts';

/**
 * Whether a function makes a pool for itself with room for one connection, by its package or by a function
 * of the user's own: `postgres(url, { max: 1 })`. All statements go to that one, and nobody gets in between.
 */
export function isOfOne(file: SourceFile, node: Node, driver: Driver): boolean {
  const value = soleValueOf(file, node);
  if (value === undefined) return false;
  const made = unwrap(value);
  const call = made.type === 'AwaitExpression' ? unwrap(made.argument) : made;
  if (call.type !== 'CallExpression' && call.type !== 'NewExpression') return false;
  const sizes = many(driver.pool).flatMap(({ options }) => options?.size.name.split('.') ?? []);
  return call.arguments.some(argument => saysOne(argument, sizes));
}

/** What a variable of a function is given, when that is one value; it need not be given at once. */
function soleValueOf(file: SourceFile, node: Node): Node | undefined {
  const variable = node.type === 'Identifier' ? file.variableOf(node) : undefined;
  if (variable === undefined || file.topLevel(variable.name) === variable) return undefined;
  const writes = variable.references.filter(one => one.isWrite());
  return writes.length === 1 ? (writes[0]?.writeExpr ?? undefined) : undefined;
}

/** `{ max: 1 }`, `{ pool: { max: 1 } }`. */
function saysOne(node: Node, sizes: readonly string[]): boolean {
  if (node.type !== 'ObjectExpression') return false;
  return node.properties.some(property => {
    if (property.type !== 'Property' || !sizes.includes(keyName(property) ?? '')) return false;
    const { value } = property;
    return value.type === 'Literal' ? value.value === 1 : saysOne(value, sizes);
  });
}
