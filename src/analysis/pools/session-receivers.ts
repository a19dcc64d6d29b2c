import type { Driver } from '../../drivers/driver.ts';
import { many } from '../../drivers/driver.ts';
import { engineOf, mayReach } from '../../drivers/engines.ts';
import type { Evidence } from '../../evidence/shape.ts';
import { isImported } from '../../evidence/usage.ts';
import { constantOf } from '../../source/constants.ts';
import { propertyName } from '../../source/names.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { unwrap } from '../lower/expressions.ts';
import type { PoolSources } from './pools.ts';

/** Who runs a statement. */
interface Receiver {
  readonly package: string;
  readonly evidence: Evidence;
  /** `await pool.connect()`, `new Client()`: a connection that the function took for itself. */
  readonly isOnOwn: boolean;
}

/** What a call or a template tag is asked of: `client` of `client.query()`. */
export function receiverOf(node: Node): Node | undefined {
  if (node.type === 'TaggedTemplateExpression') return node.tag;
  const callee = node.type === 'CallExpression' ? unwrap(node.callee) : undefined;
  return callee?.type === 'MemberExpression' ? callee.object : callee;
}

/** The pool or connection of PostgreSQL that runs a statement; `undefined` when it may be anything else. */
export function postgresBehind(
  { evidence, drivers }: PoolSources,
  file: SourceFile,
  node: Node,
): Receiver | undefined {
  const receiver = receiverOf(node);
  const shape = receiver && evidence.shapeOf(file, receiver);
  const isOnOwn = isOwn(file, receiver);
  if (shape?.kind === 'instance') {
    const { driver, by } = shape;
    if (!mayReach(driver.package, 'postgres')) return undefined;
    return { package: driver.package, evidence: by, isOnOwn };
  }
  const name = shape === undefined ? usedPackage(file, node, drivers) : undefined;
  return name === undefined ? undefined : { package: name, evidence: 'usage', isOnOwn };
}

function isOwn(file: SourceFile, receiver: Node | undefined): boolean {
  const inner = receiver && unwrap(receiver);
  const source = inner?.type === 'Identifier' ? constantOf(file, inner) : undefined;
  if (source?.type === 'NewExpression') return true;
  return source?.type === 'AwaitExpression' && unwrap(source.argument).type === 'CallExpression';
}

/** A value nobody knows, asked by the name of a driver's method in a file that knows no other server. */
function usedPackage(file: SourceFile, node: Node, drivers: readonly Driver[]): string | undefined {
  const callee = node.type === 'CallExpression' ? unwrap(node.callee) : undefined;
  const method = callee?.type === 'MemberExpression' ? propertyName(callee) : undefined;
  if (method === undefined) return undefined;
  const fitting = drivers.filter(driver => runs(driver, method) && isImported(file, driver));
  const isCertain = fitting.every(({ package: name }) => engineOf(name) === 'postgres');
  return isCertain ? fitting[0]?.package : undefined;
}

function runs({ pool, lease }: Driver, method: string): boolean {
  return (
    many(pool).some(({ oneShot }) => oneShot?.includes(method)) ||
    many(lease).some(({ use }) => use.includes(method))
  );
}
