import { drivers } from '../../src/drivers/index.ts';
import { acquireNamesIn } from '../../src/drivers/names.ts';
import type { Node, SourceFile } from '../../src/source/source-file.ts';
import { functionAround, isFunction, nodesIn } from '../../src/source/walk.ts';

type TryStatement = Extract<Node, { type: 'TryStatement' }>;

/** A connection that a function acquires into a variable and releases by name, as written. */
export interface Hold {
  readonly owner: Node;
  readonly acquire: Node;
  /** The variable. */
  readonly name: string;
  /** What it was acquired from, as written, when that runs statements itself. */
  readonly pool: string | undefined;
  /** The statements that release it. */
  readonly releases: readonly Node[];
  /** The `try` whose `finally` releases it. */
  readonly guard: TryStatement | undefined;
}

const acquireNames = new Set(drivers.flatMap(acquireNamesIn));
const releaseNames = /^(?:release|releaseConnection|end|close|destroy|endSession)$/;
/** Drivers whose pools run statements by the names that their connections do. */
const alike = /^(?:connect|getConnection)$/;

/** The holds of a file that plain syntax shows: `const client = await pool.connect()` … `client.release()`. */
export function holdsIn(file: SourceFile): readonly Hold[] {
  return nodesIn(file.program).flatMap(node => {
    const hold = holdAt(node, file);
    return hold === undefined || hold.releases.length === 0 ? [] : [hold];
  });
}

function holdAt(node: Node, { text }: SourceFile): Hold | undefined {
  const [target, init] = targetOf(node);
  if (target?.type !== 'Identifier' || init === undefined) return undefined;
  const call = init.type === 'AwaitExpression' ? init.argument : init;
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return undefined;
  const { object, property } = call.callee;
  if (!('name' in property) || !acquireNames.has(property.name)) return undefined;
  const owner = functionAround(node);
  if (!isFunction(owner)) return undefined;
  const { name } = target;
  const inside = nodesIn(owner);
  // With the pool its connections end, and with the process all do.
  if (inside.some(one => isEndOfAll(one, name))) return undefined;
  const releases = inside.filter(one => isRelease(one, name));
  const pool = alike.test(property.name) ? text.slice(...object.range) : undefined;
  return { owner, acquire: call, name, pool, releases, guard: guardOf(releases) };
}

function targetOf(node: Node): readonly [target?: Node, init?: Node | undefined] {
  if (node.type === 'VariableDeclarator') return [node.id, node.init ?? undefined];
  return node.type === 'AssignmentExpression' ? [node.left, node.right] : [];
}

/** `client.release();`, `await client.end();`, `pool.releaseConnection(client);` */
function isRelease(node: Node, name: string): boolean {
  if (node.type !== 'ExpressionStatement') return false;
  const { expression } = node;
  const awaited = expression.type === 'AwaitExpression' ? expression.argument : expression;
  const call = awaited.type === 'ChainExpression' ? awaited.expression : awaited;
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return false;
  const { object, property } = call.callee;
  if (!('name' in property) || !releaseNames.test(property.name)) return false;
  return [object, ...call.arguments].some(one => one.type === 'Identifier' && one.name === name);
}

/** `dataSource.destroy()`, `pool.end()`, `process.exit()`. */
function isEndOfAll(node: Node, name: string): boolean {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false;
  const { object, property } = node.callee;
  const isOther = object.type !== 'Identifier' || object.name !== name;
  return isOther && 'name' in property && /^(?:end|destroy|exit)$/.test(property.name);
}

function guardOf([release]: readonly Node[]): TryStatement | undefined {
  const block = release?.parent;
  const guard = block?.parent;
  return guard?.type === 'TryStatement' && guard.finalizer === block ? guard : undefined;
}

/** Where a connection is named below a node. */
export function usesOf({ name }: Hold, node: Node): readonly Node[] {
  return nodesIn(node).filter(one => one.type === 'Identifier' && one.name === name);
}
