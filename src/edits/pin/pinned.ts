import type { PoolStatement } from '../../analysis/facts.ts';
import { transactionStepOf } from '../../analysis/statements/sql.ts';
import { statementText } from '../../analysis/statements/text.ts';
import { many, type LeaseType } from '../../drivers/driver.ts';
import { propertyName } from '../../source/names.ts';
import type { Node } from '../../source/source-file.ts';
import { functionAround, isWithin } from '../../source/walk.ts';
import { freeName } from '../hold/ending.ts';
import type { NoWay } from '../hold/way.ts';
import { callsIn, methodOf, type Call } from '../move/steps.ts';
import type { EditSource } from '../source.ts';
import { canAwait, seatOf, type Seat } from '../statements.ts';

/** A transaction that is sent through a pool: where it begins and ends, and how a connection is had. */
export interface PoolTransaction {
  /** The pool, as written. */
  readonly pool: string;
  /** The statement that begins it, among its neighbours. */
  readonly seat: Seat;
  /** The neighbour that ends it, or in which it ends. */
  readonly last: Node;
  /** The call that gives a connection, and what gives it back. */
  readonly acquire: string;
  readonly release: string;
  /** What closes the pool. */
  readonly closing: readonly string[];
  /** The name of the variable for it. */
  readonly name: string;
  readonly lease: LeaseType;
}

/** The transaction that a statement begins; what it is sent with must be a plain pool. */
export function findTransaction(
  statement: PoolStatement,
  source: EditSource,
): PoolTransaction | NoWay {
  const { words, sentBy, at } = statement;
  if (words !== 'begins a transaction') {
    return { reason: 'How long it is needed on one connection a person must say.' };
  }
  if (sentBy !== undefined) return { reason: 'It is sent by a function of your own.' };
  const begin = source.nodeAt(at);
  const pool = begin && receiverOf(begin, source);
  if (begin?.type !== 'CallExpression' || pool === undefined) {
    return { reason: 'It is not called on a variable or a field.' };
  }
  const seat = seatOf(begin);
  if (seat === undefined || !isAwaited(begin, seat.statement)) {
    return { reason: 'It is not awaited by a statement of its own.' };
  }
  if (!canAwait(functionAround(begin))) return { reason: 'Its function is not `async`.' };
  const last = endBehind(seat, pool, source);
  if (last === undefined) return { reason: 'Where it is committed is not in sight.' };
  const ways = waysOf(statement, methodOf(begin) ?? '', source);
  if ('reason' in ways) return ways;
  const name = freeName(source.textOf(functionAround(begin)), ['client', 'connection']);
  if (name === undefined) return { reason: 'The names `client` and `connection` are taken.' };
  return { pool, seat, last, name, ...ways };
}

/** What a call is made on, where that is a variable, a field or one of those in another. */
export function receiverOf(call: Node, { textOf }: EditSource): string | undefined {
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return undefined;
  const text = textOf(call.callee.object);
  return /^[\w$]+(?:\.#?[\w$]+)*$/.test(text) ? text : undefined;
}

function isAwaited({ parent }: Node, statement: Node): boolean {
  return parent?.type === 'AwaitExpression' && parent.parent === statement;
}

/** The neighbour behind a begin that commits: a statement, or a `try` whose block has one. */
function endBehind({ list, index }: Seat, pool: string, source: EditSource): Node | undefined {
  const behind = list.slice(index + 1);
  const next = behind[0];
  const commits = (one: Node): boolean => isCommit(one, pool, source);
  if (next?.type === 'TryStatement' && next.block.body.some(commits)) return next;
  return behind.find(commits);
}

function isCommit(statement: Node, pool: string, source: EditSource): boolean {
  if (statement.type !== 'ExpressionStatement') return false;
  return callsIn(statement).some(
    call =>
      receiverOf(call, source) === pool &&
      isAwaited(call, statement) &&
      /^\s*(?:commit|end)\b/i.test(textSent(call, source)),
  );
}

/** Whether a call ends a transaction without keeping it. */
export function isRollBack(call: Call, source: EditSource): boolean {
  const text = textSent(call, source);
  return transactionStepOf(text) === 'end' && /^\s*(?:rollback|abort)\b/i.test(text);
}

function textSent(call: Call, { file }: EditSource): string {
  return statementText(file, call.arguments[0]) ?? '';
}

type Ways = Pick<PoolTransaction, 'acquire' | 'release' | 'closing' | 'lease'>;

/** How the driver gives a connection in a promise, as its statements come in one, and takes it back. */
function waysOf(
  { package: name }: PoolStatement,
  method: string,
  { drivers }: EditSource,
): Ways | NoWay {
  let reason = 'Its driver has no method that gives a connection.';
  for (const driver of drivers.filter(one => one.package === name)) {
    const pool = many(driver.pool).find(one => one.oneShot?.includes(method) && one.acquire);
    const [first] = pool?.acquire ?? [];
    const [lease] = many(driver.lease);
    const release = lease?.release[0];
    if (first === undefined || lease === undefined || release === undefined) continue;
    const { returns = 'promise', callback } = typeof first === 'object' ? first : {};
    if (typeof callback === 'object') reason = 'Its driver gives connections to callbacks.';
    else if (returns !== 'promise' || !lease.use.includes(method)) {
      reason = `Its connections have no \`${method}\` that is the same.`;
    } else {
      const acquire = typeof first === 'object' ? first.method : first;
      const wait = lease.releasesAtOnce === true ? '' : 'await ';
      return { acquire, release: `${wait}NAME.${release}()`, closing: pool?.close ?? [], lease };
    }
  }
  return { reason };
}

/** The objects of calls that run on the pool in some nodes; a reason where it is used in another way. */
export function usesIn(
  nodes: readonly Node[],
  { pool, lease }: PoolTransaction,
  source: EditSource,
): readonly Node[] | NoWay {
  const found: Node[] = [];
  for (const node of nodes.flatMap(one => mentionsOf(pool, one, source))) {
    const member = node.parent;
    const isCalled =
      member?.type === 'MemberExpression' &&
      member.object === node &&
      member.parent.type === 'CallExpression' &&
      member.parent.callee === member;
    const method = isCalled ? propertyName(member) : undefined;
    if (method === undefined || !lease.use.includes(method)) {
      const line = source.file.lineOf(node.range[0]);
      return { reason: `\`${pool}\` is used in another way on line ${line}.` };
    }
    found.push(node);
  }
  return found;
}

/** The places at which a pool is named, but for those inside another name. */
function mentionsOf(pool: string, root: Node, source: EditSource): readonly Node[] {
  const found: Node[] = [];
  const pattern = new RegExp(`(?<![\\w$.#])${pool.replaceAll(/[.$#]/g, '\\$&')}(?![\\w$])`, 'g');
  const [from] = root.range;
  for (const { index } of source.textOf(root).matchAll(pattern)) {
    const start = from + index;
    const node = source.nodeAt({ file: source.file.path, start, end: start + pool.length });
    const isKey = node?.parent?.type === 'MemberExpression' && node.parent.property === node;
    if (node !== undefined && !isKey && isWithin(root, node)) found.push(node);
  }
  return found;
}
