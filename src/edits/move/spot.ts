import type { Hold } from '../../analysis/hold-facts.ts';
import type { Node, Variable } from '../../source/source-file.ts';
import { functionAround, isFunction, isWithin } from '../../source/walk.ts';
import type { Span } from '../../span.ts';
import type { NoWay } from '../hold/way.ts';
import type { EditSource } from '../source.ts';
import { canAwait, seatOf, type Seat } from '../statements.ts';

type Try = Extract<Node, { type: 'TryStatement' }>;

/** Where foreign work is awaited in a hold, and the statements around it. */
export interface WorkSpot {
  /** The statement that begins the hold, among its neighbours. */
  readonly start: Seat;
  /** The statement that waits. */
  readonly work: Node;
  /** What the hold runs before it, one after another. */
  readonly before: readonly Node[];
  /** What stands behind it in its block. */
  readonly behind: readonly Node[];
  /** The `try` whose block it stands in. */
  readonly around: Try | undefined;
  /** The variable that holds the connection; `undefined` where a callback receives it. */
  readonly connection: Variable | undefined;
}

const NOT_IN_SIGHT: NoWay = {
  reason: 'It stands in no statement next to the one that acquires the connection.',
};

/** The place of foreign work in a hold. */
export function findWork(hold: Hold, at: Span, source: EditSource): WorkSpot | NoWay {
  const wait = source.nodeAt(at);
  const acquire = source.nodeAt(hold.acquire);
  if (wait === undefined || acquire === undefined) return NOT_IN_SIGHT;
  if (hold.by === 'parameter') return { reason: 'The connection is held by the caller.' };
  const start = seatOf(acquire);
  if (start === undefined) return NOT_IN_SIGHT;
  if (!canAwait(functionAround(start.statement))) {
    return { reason: 'The function that acquires is not `async`.' };
  }
  return hold.by === 'own' ? inOwn(wait, acquire, start, source) : inScope(wait, start);
}

function inOwn(wait: Node, acquire: Node, start: Seat, { file }: EditSource): WorkSpot | NoWay {
  const target = holderOf(acquire, start.statement);
  const connection = target && file.variableOf(target);
  if (connection === undefined) return { reason: 'No variable of this function holds it.' };
  const own = functionAround(start.statement);
  if (functionAround(wait) !== own) return NOT_IN_SIGHT;
  const index = start.list.findIndex(one => isWithin(one, wait));
  const outer = start.list[index];
  if (outer === undefined || index <= start.index) return NOT_IN_SIGHT;
  const ahead = start.list.slice(start.index + 1, index);
  if (outer.type !== 'TryStatement' || !isWithin(outer.block, wait)) {
    const behind = start.list.slice(index + 1);
    return { start, work: outer, before: ahead, behind, around: undefined, connection };
  }
  const { body } = outer.block;
  const inner = body.findIndex(one => isWithin(one, wait));
  const work = body[inner];
  if (work === undefined) return NOT_IN_SIGHT;
  const before = [...ahead, ...body.slice(0, inner)];
  return { start, work, before, behind: body.slice(inner + 1), around: outer, connection };
}

/** The variable that a statement puts the acquired connection into, and nothing else. */
function holderOf(acquire: Node, statement: Node): Node | undefined {
  let value = acquire;
  while (value.parent && VALUES.has(value.parent.type)) value = value.parent;
  const { parent } = value;
  if (parent?.type === 'VariableDeclarator' && parent.init === value) {
    const isAlone = parent.parent === statement && parent.parent.declarations.length === 1;
    return isAlone && parent.id.type === 'Identifier' ? parent.id : undefined;
  }
  if (parent?.type !== 'AssignmentExpression' || parent.parent !== statement) return undefined;
  return parent.left.type === 'Identifier' && parent.operator === '=' ? parent.left : undefined;
}

const VALUES: ReadonlySet<string> = new Set([
  'AwaitExpression',
  'TSAsExpression',
  'TSNonNullExpression',
]);

/** The callback of a transaction holds its connection: the statement that calls for it is the hold. */
function inScope(wait: Node, start: Seat): WorkSpot | NoWay {
  const callback = functionAround(wait);
  if (!isFunction(callback) || callback.body?.type !== 'BlockStatement') return NOT_IN_SIGHT;
  const call = callback.parent;
  if (call.type !== 'CallExpression' || !isAwaitedBy(call, start.statement)) return NOT_IN_SIGHT;
  const { body } = callback.body;
  const index = body.findIndex(one => isWithin(one, wait));
  const work = body[index];
  if (work === undefined) return NOT_IN_SIGHT;
  const [before, behind] = [body.slice(0, index), body.slice(index + 1)];
  return { start, work, before, behind, around: undefined, connection: undefined };
}

/** Whether a statement is a call that is awaited or returned, and maybe its result that is kept. */
function isAwaitedBy(call: Node, statement: Node): boolean {
  const value = call.parent?.type === 'AwaitExpression' ? call.parent : call;
  const { parent } = value;
  if (parent === statement) {
    return statement.type === 'ReturnStatement' || statement.type === 'ExpressionStatement';
  }
  const isKept = parent?.type === 'VariableDeclarator' && parent.parent === statement;
  return isKept && value !== call && parent.parent.declarations.length === 1;
}
