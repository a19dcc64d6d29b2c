import { statementsIn } from './sql.ts';

/** What a statement leaves in its session, and what to do behind a pooler that shares sessions. */
export interface SessionWords {
  readonly words: string;
  readonly advice: string;
}

const XACT_LOCK = 'Use `pg_advisory_xact_lock` in a transaction.';
const DIRECT = 'Use a connection that does not go through the pooler.';

/** What marks it, what it does, what to do about it, and what undoes it in the same text. */
type Entry = readonly [pattern: RegExp, words: string, advice: string, undo?: RegExp];

const RESET = /^(?:RESET\s|DISCARD\s+ALL\b|ROLLBACK\b|ABORT\b)/i;

/** `SET NOCOUNT ON` and its like are settings of SQL Server, in front of which no such pooler stands. */
const SETTING =
  /^SET\s+(?!(?:LOCAL|TRANSACTION|CONSTRAINTS|IDENTITY_INSERT)\b)(?:SESSION\s+)?[\w."]+\s*(?:=|TO\b|\s(?!(?:ON|OFF)\b))/i;

const OF_SESSION: readonly Entry[] = [
  [/^LISTEN\s/i, 'listens', DIRECT],
  [SETTING, 'sets the session', 'Use `SET LOCAL` in a transaction.', RESET],
  [
    /\bset_config\s*\([^)]*,\s*false\s*\)/i,
    'sets the session',
    'Pass `true` as the third argument, in a transaction.',
    RESET,
  ],
  [
    /\bpg_(?:try_)?advisory_lock(?:_shared)?\s*\(/i,
    'takes or frees a lock of the session',
    XACT_LOCK,
    /\bpg_advisory_unlock(?:_shared|_all)?\s*\(/i,
  ],
  [
    /\bpg_advisory_unlock(?:_shared|_all)?\s*\(/i,
    'takes or frees a lock of the session',
    XACT_LOCK,
  ],
  [
    /^PREPARE\s+(?!TRANSACTION\b)\w/i,
    'prepares a statement in the session',
    DIRECT,
    /^(?:DEALLOCATE\s|DISCARD\s+ALL\b)/i,
  ],
  [
    /^CREATE\s+(?:LOCAL\s+|GLOBAL\s+)?TEMP(?:ORARY)?\s+(?:TABLE|VIEW|SEQUENCE)\b(?!.*\bON\s+COMMIT\s+DROP\b)/is,
    'creates a temporary table in the session',
    'Say `ON COMMIT DROP`, in a transaction.',
    /^(?:DROP\s+(?:TABLE|VIEW|SEQUENCE)|DISCARD\s+(?:ALL|TEMP)|ROLLBACK|ABORT)\b/i,
  ],
  [/^DECLARE\b.*\bWITH\s+HOLD\b/is, 'opens a cursor in the session', DIRECT, /^CLOSE\s/i],
];

/**
 * What a text leaves in its session, in words; `undefined` for most.
 *
 * The statements of one text run in one session, so what a later one of them undoes is not left. A
 * setting outlives the commit around it, in the same text or not.
 */
export function sessionUseOf(text: string): SessionWords | undefined {
  const statements = statementsIn(text);
  const undoing = new Set<number>();
  for (const [at, statement] of statements.entries()) {
    const found = OF_SESSION.find(([pattern]) => pattern.test(statement));
    if (found === undefined || undoing.has(at)) continue;
    const [, words, advice, undo] = found;
    const end = statements.findIndex((later, place) => place > at && undo?.test(later));
    if (end < 0) return { words, advice };
    undoing.add(end);
  }
  return undefined;
}

/** Whether a text can have such a statement in it, before it is parsed: a cheap test for whole files. */
export const MAY_USE_SESSION =
  /\bLISTEN\s|\bSET\s|\bset_config\b|advisory_(?:un)?lock|\bPREPARE\s|\bTEMP(?:ORARY)?\s+(?:TABLE|VIEW)|\bWITH\s+HOLD\b|\bname:/i;

/** Whether one may stand in a longer text, behind other statements: a cheap test for whole files. */
export const MAY_USE_SESSION_INSIDE =
  /[;\n]\s*(?:SET\s+(?:SESSION\s+)?[\w."]+\s*(?:=|TO\b)|PREPARE\s|LISTEN\s)/i;
