import type { Setting } from '../../src/analysis/analyse.ts';
import type { Facts, Lease, Tier } from '../../src/analysis/facts.ts';
import type { SourceFile, Unparsed } from '../../src/source/source-file.ts';

/** Stands in for the gate: every file is worth it, but those that say `#gated`. */
export function isWorthAnalysing({ text }: Unparsed): boolean {
  return !text.includes('#gated');
}

/** The files that were analysed, in order. */
export const analysed: string[] = [];

/**
 * Stands in for the analysis, so that hosts are tested for what they do with facts.
 *
 * Every `pool.connect()` leaks at the first `query` behind it. Words in the text choose the rest:
 * `#crash`, `#note`, `#possible`, `#sure`, `#usage`.
 */
export function analyse(file: SourceFile, setting: Setting): Facts {
  const { path, text } = file;
  analysed.push(path);
  if (text.includes('#crash')) throw new Error('the stand-in fell over');
  setting.types?.();
  const notes = text.includes('#note')
    ? [
        {
          kind: 'budget' as const,
          at: { file: path, start: 0, end: 1 },
          line: 1,
          text: 'A function was too long.',
        },
      ]
    : [];
  const leases = [...text.matchAll(/(\w+) = await (pool\.connect\(\))/g)].map(match =>
    toLease(file, match.index + match[0].indexOf('pool'), match[1] ?? ''),
  );
  return {
    file: path,
    leases,
    holds: [],
    openTransactions: [],
    uncalledEnds: [],
    invertedGuards: [],
    poolStatements: [],
    lateUses: [],
    batches: [],
    pools: [],
    remadePools: [],
    poolEnds: [],
    deafLeases: [],
    sessionUses: [],
    notes,
  };
}

function toLease(file: SourceFile, start: number, name: string): Lease {
  const { path, text } = file;
  const acquire = { file: path, start, end: start + 'pool.connect()'.length };
  const cause = spanOf(file, /\w+\.query\([^)]*\)/g, start);
  const exit = spanOf(file, /return[^\n]*;|\}/g, cause.end);
  const tiers: readonly Tier[] = ['sure', 'possible'];
  return {
    name,
    package: 'pg',
    type: 'PoolClient',
    call: 'pool.connect()',
    acquire,
    line: file.lineOf(start),
    standalone: false,
    evidence: text.includes('#usage') ? 'usage' : 'creation',
    isEverReleased: true,
    isGivenAway: false,
    isInCallback: false,
    giveBack: 'client.release()',
    handling: handlingOf(acquire),
    openExits: [
      {
        kind: 'throw',
        at: exit,
        line: file.lineOf(exit.start),
        cause: { text: 'client.query()', at: cause, line: file.lineOf(cause.start) },
        tier: tiers.find(tier => text.includes(`#${tier}`)) ?? 'likely',
      },
    ],
  };
}

function handlingOf(call: Lease['acquire']): Lease['handling'] {
  return {
    call,
    releases: [],
    isReleasedElsewhere: false,
    isAsync: false,
    isTransaction: false,
    begins: [],
    rollBack: undefined,
    destroysIfGiven: true,
    dispose: 'none',
    disposeBy: 'async',
    disposeSince: undefined,
  };
}

function spanOf({ path, text }: SourceFile, pattern: RegExp, from: number) {
  pattern.lastIndex = from;
  const match = pattern.exec(text);
  const start = match?.index ?? from;
  return { file: path, start, end: start + (match?.[0].length ?? 1) };
}
