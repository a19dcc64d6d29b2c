import type { LeaseType } from '../../drivers/driver.ts';
import type { Node, Variable } from '../../source/source-file.ts';
import { nodesIn } from '../../source/walk.ts';
import type { NoWay } from '../hold/way.ts';
import { contentStart } from '../hold/wrap.ts';
import type { EditSource } from '../source.ts';
import { isMentionedIn } from '../statements.ts';
import { moveStatement } from './cut.ts';
import type { WorkSpot } from './spot.ts';
import { stepAt } from './steps.ts';

type Declaration = Extract<Node, { type: 'VariableDeclaration' }>;

/** An acquire, and the statement that needs the connection first, with foreign work between them. */
export interface FirstNeed {
  readonly connection: Variable;
  readonly acquire: Declaration;
  /** The call that acquires, awaited. */
  readonly value: Node;
  /** What runs before the connection is needed. */
  readonly passed: readonly Node[];
  /** The begins among them, which go with the acquire. */
  readonly begins: readonly Node[];
  /** The statement in front of which the connection is acquired, and where its lines begin. */
  readonly target: Node;
  readonly at: number;
}

/** Where a connection is needed first, if that is behind foreign work; a reason where it is not. */
export function findFirstNeed(
  spot: WorkSpot,
  lease: LeaseType | undefined,
  source: EditSource,
): FirstNeed | NoWay {
  const { start, work, before, behind, connection } = spot;
  const acquire = start.statement;
  if (connection === undefined) return { reason: 'a callback receives it.' };
  const value = acquire.type === 'VariableDeclaration' ? acquire.declarations[0]?.init : undefined;
  if (acquire.type !== 'VariableDeclaration' || value?.type !== 'AwaitExpression') {
    return { reason: 'its variable is declared elsewhere.' };
  }
  if (connection.references.filter(one => one.isWrite()).length > 1) {
    return { reason: 'its variable gets another value later.' };
  }
  const isBegin = (one: Node): boolean => isBeginOn(one, connection, lease, source);
  const all = [...before, work, ...behind];
  const index = all.findIndex(one => isMentionedIn(connection, one) && !isBegin(one));
  if (index < 0) return { reason: 'nothing behind it needs the connection.' };
  if (index <= before.length) return { reason: 'it is needed before.' };
  const first = firstOf(all, index, isBegin);
  const [target, passed] = [all[first], all.slice(0, first)];
  const at = target && contentStart(source, target);
  if (target === undefined || at === undefined) return { reason: 'statements share lines.' };
  const change = whyOther(value, passed, [acquire.range[1], target.range[0]], source);
  if (change !== undefined) return change;
  const begins = passed.filter(isBegin);
  return { connection, acquire, value, passed, begins, target, at };
}

/** A begin right in front of a statement stays where it is. */
function firstOf(all: readonly Node[], index: number, isBegin: (one: Node) => boolean): number {
  let first = index;
  for (let one = all[first - 1]; one && isBegin(one); one = all[first - 1]) first--;
  return first;
}

function isBeginOn(
  statement: Node,
  connection: Variable,
  lease: LeaseType | undefined,
  source: EditSource,
): boolean {
  if (statement.type !== 'ExpressionStatement') return false;
  const { expression } = statement;
  const call = expression.type === 'AwaitExpression' ? expression.argument : expression;
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return false;
  const { object } = call.callee;
  const isOn = object.type === 'Identifier' && isMentionedIn(connection, object);
  return isOn && stepAt(call, lease, source) === 'begin';
}

/** Why the acquire might be another one further down. */
function whyOther(
  value: Node,
  passed: readonly Node[],
  [from, to]: readonly [number, number],
  { file }: EditSource,
): NoWay | undefined {
  const names = nodesIn(value).filter(({ type }) => type === 'Identifier');
  for (const node of names) {
    const variable = file.variableOf(node);
    const isSet = variable?.references.some(
      one => one.isWrite() && from <= one.identifier.range[0] && one.identifier.range[0] < to,
    );
    const other = passed
      .flatMap(one => nodesIn(one))
      .find(
        one =>
          one.type === 'Identifier' &&
          'name' in node &&
          one.name === node.name &&
          file.variableOf(one) !== variable &&
          file.variableOf(one) !== undefined,
      );
    if (variable !== undefined && (isSet === true || other !== undefined)) {
      return { reason: `\`${variable.name}\` may be another one there.` };
    }
  }
  const asks = nodesIn(value).filter(({ type }) => type === 'CallExpression').length;
  return asks === 1 ? undefined : { reason: 'more than a call acquires it.' };
}

/** The begins as they stand in front of the target, and what takes them from where they stood. */
export function moveBegins({ begins, at }: FirstNeed, source: EditSource) {
  const moved = begins.map(one => moveStatement(source, one, { before: at }));
  if (moved.some(one => one === undefined)) return undefined;
  const edits = moved.flatMap(one => one ?? []);
  const text = edits.map(one => one.text).join('');
  return { cuts: edits.filter(one => one.text === ''), text };
}
