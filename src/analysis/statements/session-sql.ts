import { statementsIn } from './sql.ts';

/** What a statement leaves in its session, and what to do behind a pooler that shares sessions. */
export interface SessionWords {
  readonly words: string;
  readonly advice: string;
}

const DIRECT = 'Use a connection that does not go through the pooler.';

const OF_SESSION: readonly (readonly [pattern: RegExp, words: string, advice: string])[] = [
  [/^LISTEN\s/i, 'listens', DIRECT],
  [
    /^SET\s+(?!(?:LOCAL|TRANSACTION|CONSTRAINTS)\b)(?:SESSION\s+)?[\w."]+\s*(?:=|TO\b|\s)/i,
    'sets the session',
    'Use `SET LOCAL` in a transaction.',
  ],
  [
    /\bset_config\s*\([^)]*,\s*false\s*\)/i,
    'sets the session',
    'Pass `true` as the third argument, in a transaction.',
  ],
  [
    /\bpg_(?:try_)?advisory_(?:lock(?:_shared)?|unlock(?:_shared|_all)?)\s*\(/i,
    'takes or frees a lock of the session',
    'Use `pg_advisory_xact_lock` in a transaction.',
  ],
  [/^PREPARE\s+(?!TRANSACTION\b)\w/i, 'prepares a statement in the session', DIRECT],
  [
    /^CREATE\s+(?:LOCAL\s+|GLOBAL\s+)?TEMP(?:ORARY)?\s+(?:TABLE|VIEW|SEQUENCE)\b(?!.*\bON\s+COMMIT\s+DROP\b)/is,
    'creates a temporary table in the session',
    'Say `ON COMMIT DROP`, in a transaction.',
  ],
  [/^DECLARE\b.*\bWITH\s+HOLD\b/is, 'opens a cursor in the session', DIRECT],
];

/** What a text leaves in its session, in words; `undefined` for most. */
export function sessionUseOf(text: string): SessionWords | undefined {
  for (const statement of statementsIn(text)) {
    const found = OF_SESSION.find(([pattern]) => pattern.test(statement));
    if (found !== undefined) return { words: found[1], advice: found[2] };
  }
  return undefined;
}

/** Whether a text can have such a statement in it, before it is parsed: a cheap test for whole files. */
export const MAY_USE_SESSION =
  /\bLISTEN\s|\bSET\s|\bset_config\b|advisory_(?:un)?lock|\bPREPARE\s|\bTEMP(?:ORARY)?\s+(?:TABLE|VIEW)|\bWITH\s+HOLD\b|\bname:/i;

/** Whether one may stand in a longer text, behind other statements: a cheap test for whole files. */
export const MAY_USE_SESSION_INSIDE =
  /[;\n]\s*(?:SET\s+(?:SESSION\s+)?[\w."]+\s*(?:=|TO\b)|PREPARE\s|LISTEN\s)/i;
