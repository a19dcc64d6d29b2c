import type { TagProblem } from '../evidence/declared.ts';
import type { SourceFile } from '../source/source-file.ts';
import { attempt, noteAt, TOO_LARGE } from './attempt.ts';
import { toFacts } from './conclude.ts';
import { toHolds } from './conclude-holds.ts';
import { toPoolStatements } from './conclude-statements.ts';
import { toTransactions } from './conclude-transactions.ts';
import { toBatches, toLateUses } from './conclude-uses.ts';
import type { Facts, Note } from './facts.ts';
import { analyseBorrower, findBorrowers } from './flow/borrowed.ts';
import { analyseRoot } from './flow/root.ts';
import { Session } from './flow/session.ts';
import { prospectsIn, type Prospects } from './gate.ts';
import { type Knowledge, knowledgeFor, optionsFor, type Setting } from './knowledge.ts';
import { findRoots } from './roots.ts';
import { noPools, type PoolFacts, type PoolSources, toPoolFacts } from './pools/pools.ts';
import { isTagged, tagProblemsIn, wordMet } from './tags.ts';
import { functionsIn } from '../source/walk.ts';
import { functionsOnTheWay } from './summary/on-the-way.ts';
import { summarise } from './summary/summarise.ts';
import type { FunctionSummary } from './summary/summary.ts';

export type { Setting } from './knowledge.ts';

/** What there is when it cannot be told. */
const everything: Prospects = { acquires: true, borrows: true, pools: true };

/** The facts of one file. Never throws: what goes wrong inside is a note. */
export function analyse(file: SourceFile, setting: Setting): Facts {
  const options = optionsFor(setting);
  const session = new Session(options);
  const notes: Note[] = [];
  const prospects = attempt(file, notes, () => prospectsIn(file, setting)) ?? everything;
  const roots = prospects.acquires ? attempt(file, notes, () => findRoots(session, file)) : [];
  for (const owner of roots ?? []) {
    attempt(file, notes, () => analyseRoot(session, file, owner), owner);
  }
  const borrowers = prospects.borrows
    ? attempt(file, notes, () => findBorrowers(session, file))
    : [];
  for (const owner of borrowers ?? []) {
    attempt(file, notes, () => analyseBorrower(session, file, owner), owner);
  }
  for (const owner of session.exhausted) notes.push(noteAt(file, 'budget', owner, TOO_LARGE));
  for (const { node, text } of wrongTags(session, file, setting, knowledgeFor(setting))) {
    notes.push(noteAt(file, 'tag', node, text));
  }
  const functionsFor = functionsOnTheWay(options);
  const leases = toFacts(session, file, lease =>
    attempt(file, notes, () => functionsFor(session, lease)),
  );
  return {
    file: file.path,
    leases,
    holds: toHolds(session, file),
    ...toTransactions(session, file),
    poolStatements: attempt(file, notes, () => toPoolStatements(session, file)) ?? [],
    lateUses: toLateUses(session, file),
    batches: toBatches(session, file),
    ...poolFactsOf(file, notes, { ...setting, evidence: options.evidence }, prospects),
    notes,
  };
}

function poolFactsOf(
  file: SourceFile,
  notes: Note[],
  sources: PoolSources,
  { pools, acquires }: Prospects,
): PoolFacts {
  if (!pools && !acquires) return noPools;
  return attempt(file, notes, () => toPoolFacts(sources, file)) ?? noPools;
}

/** What each function of a file that has a name does with connections, in the order of the file. */
export function summariesOf(file: SourceFile, setting: Setting): readonly FunctionSummary[] {
  const options = optionsFor(setting);
  prospectsIn(file, setting);
  findRoots(new Session(options), file);
  return [...functionsIn(file.program)].flatMap(
    node => summarise(options, { k: 'closure', file, node }) ?? [],
  );
}

/** A file's own wrong tags, and those that it meets in files nobody else will speak of. */
function wrongTags(
  { questions }: Session,
  file: SourceFile,
  { drivers, isChecked = isNoTyping }: Setting,
  { tellers }: Knowledge,
): readonly TagProblem[] {
  const own = isTagged(file.text) ? tagProblemsIn(file, drivers) : [];
  const met = questions.declarations.problemsMetIn(file).filter(({ owner, problem }) => {
    const teller = tellers.get(problem.node) ?? file.path;
    if (isChecked(owner.path) || teller !== file.path) return false;
    tellers.set(problem.node, teller);
    return true;
  });
  return [...own, ...met.map(wordMet)];
}

function isNoTyping(path: string): boolean {
  return !/\.d\.[cm]?ts$/.test(path);
}
