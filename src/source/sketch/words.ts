/** How a word of the language bears on definitions. */
export type WordKind =
  /** Begins a statement, and so ends the one before. */
  | 'starter'
  /** Stands before the name of a method. */
  | 'modifier'
  /** Joins expressions; no name. */
  | 'operator'
  | 'function'
  | 'as';

const kinds: Readonly<Record<WordKind, string>> = {
  starter:
    'if for while do switch case return throw const let var try else finally catch class import export default break continue enum interface namespace',
  modifier: 'async static get set public private protected readonly override abstract declare',
  operator:
    'new await typeof in of instanceof yield void delete extends implements satisfies is keyof',
  function: 'function',
  as: 'as',
};

/** The words of the language that matter here. */
export const wordKinds: ReadonlyMap<string, WordKind> = new Map(
  Object.entries(kinds).flatMap(([kind, words]) =>
    // `entries` forgets which keys there are.
    words.split(' ').map(word => [word, kind as WordKind] as const),
  ),
);

/** Operators that are methods when a bracket follows. */
export const namesToo: ReadonlySet<string> = new Set(['delete', 'of', 'as', 'is', 'keyof']);

/** Types and values of the language. */
export const constants: ReadonlySet<string> = new Set(
  'string number boolean unknown any never null undefined true false object this symbol bigint'.split(
    ' ',
  ),
);

/** Words that go on with a statement on the next line. */
export const continuing: ReadonlySet<string> = new Set([
  'in',
  'of',
  'instanceof',
  'as',
  'satisfies',
  'extends',
  'implements',
  'from',
  'is',
]);

/** Methods by which web frameworks are told what to call: Koa, Hono, Express and what is like them. */
export const routerMethods: ReadonlySet<string> = new Set([
  'use',
  'all',
  'get',
  'post',
  'put',
  'patch',
  'delete',
  'del',
]);
