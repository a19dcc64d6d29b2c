import { identifierName, literalText, propertyName } from '../../source/names.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { unwrap } from '../lower/expressions.ts';
import type { Folding } from './evaluate.ts';
import { valueOf } from './evaluate.ts';
import type { Known } from './known.ts';
import { entryOf } from './known.ts';
import { constantOf } from '../../source/constants.ts';
import { importedName } from '../../evidence/modules.ts';
import { findExport } from '../../source/exports.ts';

/** Whether an expression is the environment: `process.env`, `Bun.env`, `import.meta.env`. */
export function environmentOf({ evidence }: Folding, file: SourceFile, node: Node): boolean {
  const inner = unwrap(node);
  if (inner.type === 'MemberExpression' && propertyName(inner) === 'env') {
    const { object } = inner;
    if (object.type === 'MetaProperty') return true;
    const name = identifierName(object);
    return name === 'process' || name === 'Bun' || name === 'globalThis';
  }
  if (inner.type !== 'Identifier') return false;
  const shape = inner.name === 'env' ? evidence.shapeOf(file, inner) : undefined;
  if (shape?.kind === 'package-export') return shape.specifier === 'node:process';
  const source = constantOf(file, inner);
  return source !== undefined && source !== inner && isProcessEnv(source);
}

function isProcessEnv(node: Node): boolean {
  const inner = unwrap(node);
  return (
    inner.type === 'MemberExpression' &&
    propertyName(inner) === 'env' &&
    identifierName(inner.object) === 'process'
  );
}

/**
 * A variable that a schema reads: `schema.parse(process.env).PG_MAX`, where the schema says
 * `PG_MAX: z.coerce.number().default(20)`. Schemas of zod and its like are objects of such chains.
 */
export function parsedEnvironment(
  folding: Folding,
  file: SourceFile,
  node: Node,
  name: string,
): Known | undefined {
  const made = madeBy(folding, file, node);
  const call = made && unwrap(made.node);
  if (made === undefined || call?.type !== 'CallExpression') return undefined;
  const callee = unwrap(call.callee);
  const reads = call.arguments.some(
    argument => argument.type !== 'SpreadElement' && environmentOf(folding, made.file, argument),
  );
  if (!reads || callee.type !== 'MemberExpression') return undefined;
  if (propertyName(callee) !== 'parse') return undefined;
  const schema = madeBy(folding, made.file, callee.object);
  const object = schema && unwrap(schema.node);
  if (schema === undefined || object?.type !== 'CallExpression') return undefined;
  const fields = valueOf(folding, schema.file, object.arguments[0]);
  const entry = entryOf(fields, name);
  if (entry === undefined || entry === 'open' || entry.node.type !== 'Property') return undefined;
  return { k: 'variable', name, ...fallbackOf(folding, entry.file, entry.node.value) };
}

/** `.default(20)` in a chain. */
function fallbackOf(
  folding: Folding,
  file: SourceFile,
  chain: Node,
): { readonly fallback?: Known } {
  let node = unwrap(chain);
  while (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') {
    if (propertyName(node.callee) === 'default') {
      return { fallback: valueOf(folding, file, node.arguments[0]) };
    }
    node = unwrap(node.callee.object);
  }
  return {};
}

interface Made {
  readonly file: SourceFile;
  readonly node: Node;
}

/** What a constant starts with, here or in the module that exports it. */
function madeBy(folding: Folding, file: SourceFile, node: Node): Made | undefined {
  const inner = unwrap(node);
  if (inner.type !== 'Identifier') return { file, node: inner };
  const definition = file.variableOf(inner)?.defs[0];
  if (definition?.type !== 'ImportBinding') {
    const source = constantOf(file, inner);
    return source && { file, node: source };
  }
  const imported = importedName(definition);
  const path = imported && folding.project.resolve(imported.specifier, file.path);
  const source = path === undefined ? undefined : folding.project.fileAt(path);
  const found = source && imported && findExport(source, imported.name, folding.project);
  if (found === undefined || found.external !== undefined || found.node === node) return undefined;
  if (found.node.type !== 'Identifier') return { file: found.file, node: found.node };
  const value = constantOf(found.file, found.node);
  return value && { file: found.file, node: value };
}

/** `Deno.env.get('PG_MAX')`. */
export function variableRead(node: Extract<Node, { type: 'CallExpression' }>): Known | undefined {
  const callee = unwrap(node.callee);
  if (callee.type !== 'MemberExpression' || propertyName(callee) !== 'get') return undefined;
  const { object } = callee;
  if (object.type !== 'MemberExpression' || propertyName(object) !== 'env') return undefined;
  if (identifierName(object.object) !== 'Deno') return undefined;
  const name = literalText(node.arguments[0]);
  return name === undefined ? undefined : { k: 'variable', name };
}
