/** What a statement does to the transaction of the session it runs in. */
export type TransactionStep = 'begin' | 'end';

const BEGIN =
  /^(?:BEGIN(?:\s+(?:WORK|TRAN(?:SACTION)?|ISOLATION|READ|NOT|DEFERRABLE|DEFERRED|IMMEDIATE|EXCLUSIVE)\b[^;]*)?$|START\s+TRANSACTION\b)/i;
const END =
  /^(?:COMMIT|END|ABORT|ROLLBACK)(?:\s+(?:WORK|TRAN(?:SACTION)?))?(?:\s+AND\s+NO\s+CHAIN)?$/i;
const PREPARE = /^PREPARE\s+TRANSACTION\b/i;

/** What a text leaves behind: a transaction that is open, one that has ended, or neither. */
export function transactionStepOf(text: string): TransactionStep | undefined {
  let step: TransactionStep | undefined;
  for (const statement of statementsIn(text)) {
    if (BEGIN.test(statement)) step = 'begin';
    else if (END.test(statement) || PREPARE.test(statement)) step = 'end';
  }
  return step;
}

/** Statements that last as long as the session they run in, and what each does, in words. */
const OF_SESSION: readonly (readonly [pattern: RegExp, words: string])[] = [
  [/^SAVEPOINT\b/i, 'sets a savepoint'],
  [
    /^SET\s+(?!(?:LOCAL|GLOBAL|PERSIST|PERSIST_ONLY|TRANSACTION)\b|@@GLOBAL\b)\S/i,
    'sets the session',
  ],
  [/^LISTEN\s/i, 'listens'],
  [
    /^(?:SELECT|CALL|DO|PERFORM)\b.*?\b(?:pg_(?:try_)?advisory_lock(?:_shared)?|GET_LOCK)\s*\(/is,
    'takes a lock of the session',
  ],
];

/** What a single statement does to its session besides its own work, in words; `undefined` for most. */
export function sessionWordsOf(text: string): string | undefined {
  if (transactionStepOf(text) === 'begin') return 'begins a transaction';
  const [statement, ...others] = statementsIn(text);
  // Statements of one text run on one connection, one behind the other.
  if (statement === undefined || others.length > 0) return undefined;
  return OF_SESSION.find(([pattern]) => pattern.test(statement))?.[1];
}

/** Whether a text can be told to have such a statement in it, before it is parsed: a cheap test for whole files. */
export const MAY_BE_OF_SESSION =
  /['"`]\s*(?:BEGIN|START\s+TRANSACTION|SAVEPOINT|SET|LISTEN)\b|advisory_lock|\bGET_LOCK\b/i;

/** The statements of a text, without comments; what is quoted is blanked, of names only what ends statements. */
export function statementsIn(text: string): readonly string[] {
  return text
    .replaceAll(APART, part => {
      if (part.startsWith('"')) return part.replaceAll(/[^\w".]/g, '_');
      return /^(?:--|\/)/.test(part) ? ' ' : "''";
    })
    .split(';')
    .map(statement => statement.trim())
    .filter(statement => statement !== '');
}

/** Comments, texts in quotes and in dollars, and names in quotes: whichever begins first. */
const APART =
  /--[^\n]*|\/\*.*?\*\/|\$(\w*)\$.*?\$\1\$|\be'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"/gis;
