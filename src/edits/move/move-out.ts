import type { Hold } from '../../analysis/hold-facts.ts';
import type { Node } from '../../source/source-file.ts';
import { nodesIn } from '../../source/walk.ts';
import type { Span } from '../../span.ts';
import type { NoWay, Way } from '../hold/way.ts';
import { contentStart } from '../hold/wrap.ts';
import { lineEnd } from '../lines.ts';
import type { EditSource } from '../source.ts';
import { isMentionedIn } from '../statements.ts';
import { moveStatement } from './cut.ts';
import { findClash, findObstacle, isQuestion, leaves, needFrom } from './independent.ts';
import { acquireLater } from './later.ts';
import { passesOn, releases } from './handling.ts';
import { findWork, type WorkSpot } from './spot.ts';
import { leaseTypeOf } from '../driver-types.ts';
import { mayBeOpenAfter } from './steps.ts';

/** The ways to wait for foreign work outside of a hold. */
export interface WaysOut {
  readonly before: Way | NoWay;
  /** The connection is acquired behind the work. */
  readonly later: Way | NoWay;
  readonly after: Way | NoWay;
}

/** Moves foreign work in front of a hold, or behind it, where nothing in the hold can tell. */
export function moveOut(hold: Hold, at: Span, source: EditSource): WaysOut | NoWay {
  const spot = findWork(hold, at, source);
  if ('reason' in spot) return spot;
  const lease = leaseTypeOf(hold, source);
  const { connection, work, around } = spot;
  if (connection && isMentionedIn(connection, work)) {
    return { reason: 'What waits uses the connection, too.' };
  }
  const later = acquireLater(spot, lease, source);
  if (around?.handler && !passesOn(around.handler, spot))
    return { before: CAUGHT, later, after: CAUGHT };
  const isReleased = (node: Node): boolean => releases(node, spot, lease?.release ?? ['release']);
  return {
    before: moveBefore(spot, lease, source),
    later,
    after: hold.by === 'own' ? moveBehind(spot, lease, source, isReleased) : OPEN,
  };
}

const CAUGHT: NoWay = { reason: 'a `catch` around it does more, and would not see it fail.' };

const OPEN: NoWay = { reason: 'a transaction is open.' };

function moveBefore(
  spot: WorkSpot,
  lease: Parameters<typeof findObstacle>[2],
  source: EditSource,
): Way | NoWay {
  const { start, work, before, behind, connection } = spot;
  const [from] = start.statement.range;
  if (leaves(work)) return { reason: 'it leaves its block.' };
  if (behind.length === 0 && before.length === 0) return { reason: 'nothing else is in the hold.' };
  const need = needFrom(work, [from, work.range[0]], source);
  if (need !== undefined) return { reason: `it needs \`${need}\`, which is set in the hold.` };
  const obstacle = findObstacle(before, connection, lease, isQuestion(work), source);
  if (obstacle !== undefined) {
    const line = source.file.lineOf(obstacle.range[0]);
    return { reason: `the order of it and line ${line} may matter.` };
  }
  const clash = findClash(work, start.statement.parent ?? work, source);
  if (clash !== undefined) return { reason: `\`${clash}\` means something else there.` };
  if (usesThis(work) && spot.connection === undefined) return { reason: 'it uses `this`.' };
  const line = contentStart(source, start.statement);
  const edits = line === undefined ? undefined : moveStatement(source, work, { before: line });
  return edits === undefined ? { reason: 'its lines cannot be moved whole.' } : { edits };
}

function moveBehind(
  spot: WorkSpot,
  lease: Parameters<typeof findObstacle>[2],
  source: EditSource,
  isRelease: (node: Node) => boolean,
): Way | NoWay {
  const { work, before, behind, around, start } = spot;
  const { file } = source;
  if (mayBeOpenAfter(before, lease, source)) return OPEN;
  if (around === undefined) {
    const [release, ...rest] = behind;
    if (release === undefined || !isRelease(release)) {
      return { reason: 'the hold goes on behind it.' };
    }
    if (leaves(work)) return { reason: 'it leaves its block.' };
    if (rest.some(isRelease)) return { reason: 'the hold goes on behind it.' };
    return moved(source, work, lineEnd(file.text, release.range[1]));
  }
  const rest = start.list.slice(start.list.indexOf(around) + 1);
  const ending = around.finalizer?.body ?? [];
  const isLast = behind.length === 0 && ending.length > 0 && ending.every(isRelease);
  const isOver = !rest.some(one => spot.connection && isMentionedIn(spot.connection, one));
  if (!isLast || !isOver) return { reason: 'the hold goes on behind it.' };
  if (work.type !== 'ReturnStatement' && leaves(work)) return { reason: 'it leaves its block.' };
  if (before.length === 0) return { reason: 'nothing else is in the hold.' };
  const need = needFrom(work, [around.block.range[0], work.range[0]], source);
  if (need !== undefined) return { reason: `it needs \`${need}\`, which is set in the \`try\`.` };
  const clash = findClash(work, start.statement.parent ?? work, source);
  if (clash !== undefined) return { reason: `\`${clash}\` means something else there.` };
  return moved(source, work, lineEnd(file.text, around.range[1]));
}

function moved(source: EditSource, work: Node, behind: number): Way | NoWay {
  const edits = moveStatement(source, work, { behind });
  return edits === undefined ? { reason: 'its lines cannot be moved whole.' } : { edits };
}

function usesThis(work: Node): boolean {
  return nodesIn(work).some(({ type }) => type === 'ThisExpression');
}

/** Tells the ways from a reason why there are none. */
export function isStayed(ways: WaysOut | NoWay): ways is NoWay {
  return 'reason' in ways;
}
