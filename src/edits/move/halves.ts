import type { Hold } from '../../analysis/hold-facts.ts';
import { sessionUseOf } from '../../analysis/statements/session-sql.ts';
import { sessionWordsOf, transactionStepOf } from '../../analysis/statements/sql.ts';
import { statementText } from '../../analysis/statements/text.ts';
import { many } from '../../drivers/driver.ts';
import type { Node, Variable } from '../../source/source-file.ts';
import { functionAround, isWithin } from '../../source/walk.ts';
import type { NoWay } from '../hold/way.ts';
import type { EditSource } from '../source.ts';

import type { WorkSpot } from './spot.ts';
import { leaseTypeOf } from '../driver-types.ts';
import { methodOf, type Call } from './steps.ts';

/** The statements of a hold on both sides of foreign work, which any connection may run. */
export interface Halves {
  /** The names of the connection in front of the work, each the object of a call. */
  readonly first: readonly Node[];
  readonly second: readonly Node[];
}

/** What a statement leaves in its session, or asks its session for, beyond what rules are told. */
const IN_SESSION =
  /\b(?:last_insert_id|found_rows|row_count|currval|lastval|scope_identity|connection_id|pg_backend_pid|get_lock|release_lock|pg_temp|temp(?:orary)?)\b|@|^\s*(?:prepare|execute|deallocate|declare|fetch|close|lock|unlock|use|set|reset|discard|listen|savepoint|call|do)\b/i;

/** The two halves of a hold; a reason where they have to run on one connection. */
export function halvesOf(hold: Hold, spot: WorkSpot, source: EditSource): Halves | NoWay {
  const { connection, work } = spot;
  if (connection === undefined) return { reason: 'A callback receives the connection.' };
  const methods = sharedMethods(hold, source);
  const first: Node[] = [];
  const second: Node[] = [];
  for (const node of mentionsOf(connection, spot)) {
    const call = callOn(node);
    const method = call && methodOf(call);
    if (leaseTypeOf(hold, source)?.release.includes(method ?? '')) continue;
    const line = source.file.lineOf(node.range[0]);
    if (call === undefined || method === undefined || !methods.includes(method)) {
      return { reason: `What line ${line} does with the connection is no single statement.` };
    }
    const isPlain = call.parent.type === 'AwaitExpression' && isInFunctionOf(call, work);
    if (!isPlain) return { reason: `The statement on line ${line} is not awaited there.` };
    const need = needOfSession(call, source);
    if (need !== undefined) return { reason: `${need} on line ${line}.` };
    (node.range[0] < work.range[0] ? first : second).push(node);
  }
  return { first, second };
}

function mentionsOf(connection: Variable, { start }: WorkSpot): readonly Node[] {
  return connection.references
    .map(({ identifier }) => identifier)
    .filter(one => !isWithin(start.statement, one))
    .sort((a, b) => a.range[0] - b.range[0]);
}

function callOn(node: Node): Call | undefined {
  const member = node.parent;
  const isObject = member?.type === 'MemberExpression' && member.object === node;
  const call = isObject ? member.parent : undefined;
  return call?.type === 'CallExpression' && call.callee === member ? call : undefined;
}

function isInFunctionOf(one: Node, other: Node): boolean {
  return functionAround(one) === functionAround(other);
}

/** The methods that a pool and its connections have, and that do the same. */
function sharedMethods(hold: Hold, source: EditSource): readonly string[] {
  const lease = leaseTypeOf(hold, source);
  const shots = source.drivers
    .filter(one => one.package === hold.package)
    .flatMap(one => many(one.pool).flatMap(pool => pool.oneShot ?? []));
  return (lease?.use ?? []).filter(method => shots.includes(method));
}

/** Why a statement needs the connection that ran the others, in words. */
function needOfSession(call: Call, { file }: EditSource): string | undefined {
  const [given] = call.arguments;
  const text = given?.type === 'ObjectExpression' ? undefined : statementText(file, given);
  if (text === undefined) return 'It is not known what is sent';
  if (transactionStepOf(text) !== undefined) return 'A transaction begins or ends';
  const isOfSession = sessionUseOf(text) ?? sessionWordsOf(text);
  return isOfSession !== undefined || IN_SESSION.test(text)
    ? 'The session of the connection matters'
    : undefined;
}
