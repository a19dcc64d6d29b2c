import type { Driver } from '../drivers/driver.ts';
import type { Helper } from '../drivers/own-functions.ts';
import type { OwnEffect } from '../effects/own-effects.ts';
import type { TagProblem } from '../evidence/declared.ts';
import type { EvidenceSource } from '../evidence/syntax.ts';
import { createEvidence } from '../evidence/syntax.ts';
import type { TypeOracle } from '../evidence/type-oracle.ts';
import type { Project } from '../source/project.ts';
import type { Node, SourceFile } from '../source/source-file.ts';
import { attempt, noteAt, TOO_LARGE } from './attempt.ts';
import { toFacts } from './conclude.ts';
import { toHolds } from './conclude-holds.ts';
import { toPoolStatements } from './conclude-statements.ts';
import { toTransactions } from './conclude-transactions.ts';
import { toBatches, toLateUses } from './conclude-uses.ts';
import type { Facts, Note, Tier } from './facts.ts';
import type { Graph } from './graph.ts';
import { analyseBorrower, findBorrowers } from './flow/borrowed.ts';
import { analyseRoot } from './flow/root.ts';
import { type Giving, Session, type SessionOptions } from './flow/session.ts';
import { hasAmbientCall } from './ambient.ts';
import { hasTags, manifestAround, mentionsTags } from './gate.ts';
import { Leads } from './leads/leads.ts';
import { findRoots } from './roots.ts';
import { noPools, toPoolFacts } from './pools/pools.ts';
import { tagProblemsIn, wordMet } from './tags.ts';
import type { WorkMemory } from './work/search.ts';
import { functionsIn } from '../source/walk.ts';
import { functionsOnTheWay } from './summary/on-the-way.ts';
import { summarise } from './summary/summarise.ts';
import type { FunctionSummary } from './summary/summary.ts';

/** What an analysis needs to know besides the file. */
export interface Setting {
  readonly project: Project;
  readonly drivers: readonly Driver[];
  /** A type checker, if there is one; it is built only when syntax leaves a question open. */
  readonly types?: () => TypeOracle | undefined;
  /** What the user's own functions wait for, or do not. */
  readonly effects?: readonly OwnEffect[];
  /** What the user says of functions that no analysis can know. */
  readonly helpers?: readonly Helper[];
  /** Whether a file is analysed too, and so speaks for itself. Default: all but typings. */
  readonly isChecked?: (path: string) => boolean;
  /** The least certain findings wanted; `possible` also follows exceptions nobody expects. Default: `likely`. */
  readonly minimumTier?: Tier;
  /** Whether each leaked lease comes with summaries of the functions on its way. Default: no, for they cost. */
  readonly summarises?: boolean;
}

const graphs = new WeakMap<Node, Graph>();
const fileKeys = new Map<string, string>();
const owners = new Map<string, Graph>();

/** What is found out once for all files of a project: it is as old as the project. */
interface Knowledge {
  readonly evidence: EvidenceSource;
  /** Whether functions give leases away. */
  readonly gives: WeakMap<Node, Giving>;
  /** What functions wait for. */
  readonly work: WorkMemory;
  /** The names that lead to an acquire. */
  readonly leads: Leads;
  /** The file at whose import the wrong tag above a function is told. */
  readonly tellers: WeakMap<Node, string>;
  /** The type checker of the file under analysis; hosts have one for each file. */
  types: Setting['types'];
}

const knowledge = new WeakMap<Project, Map<readonly Driver[], Knowledge>>();

function knowledgeFor({ project, drivers, types }: Setting): Knowledge {
  const ofProject = knowledge.get(project) ?? new Map<readonly Driver[], Knowledge>();
  knowledge.set(project, ofProject);
  const known = ofProject.get(drivers);
  if (known !== undefined) {
    known.types = types;
    return known;
  }
  const made: Knowledge = {
    evidence: createEvidence({ project, drivers, types: () => made.types?.() }),
    gives: new WeakMap(),
    work: new WeakMap(),
    leads: leadsFor(project, drivers),
    tellers: new WeakMap(),
    types,
  };
  ofProject.set(drivers, made);
  return made;
}

const leadsOf = new WeakMap<object, Map<readonly Driver[], Leads>>();

/** Names that lead outlive what a project is at one time: a renewed one has most of its files unchanged. */
function leadsFor({ origin }: Project, drivers: readonly Driver[]): Leads {
  const ofOrigin = leadsOf.get(origin) ?? new Map<readonly Driver[], Leads>();
  leadsOf.set(origin, ofOrigin);
  const known = ofOrigin.get(drivers) ?? new Leads(drivers);
  ofOrigin.set(drivers, known);
  return known;
}

/** The facts of one file. Never throws: what goes wrong inside is a note. */
export function analyse(file: SourceFile, setting: Setting): Facts {
  const options = optionsFor(setting);
  const session = new Session(options);
  const notes: Note[] = [];
  attempt(file, notes, () => prepareLeads(file, setting, options));
  for (const owner of attempt(file, notes, () => findRoots(session, file)) ?? []) {
    attempt(file, notes, () => analyseRoot(session, file, owner), owner);
  }
  for (const owner of attempt(file, notes, () => findBorrowers(session, file)) ?? []) {
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
    ...(attempt(file, notes, () => toPoolFacts({ ...setting, evidence: options.evidence }, file)) ??
      noPools),
    notes,
  };
}

/** What each function of a file that has a name does with connections, in the order of the file. */
export function summariesOf(file: SourceFile, setting: Setting): readonly FunctionSummary[] {
  const options = optionsFor(setting);
  prepareLeads(file, setting, options);
  findRoots(new Session(options), file);
  return [...functionsIn(file.program)].flatMap(
    node => summarise(options, { k: 'closure', file, node }) ?? [],
  );
}

function prepareLeads(file: SourceFile, setting: Setting, options: SessionOptions): void {
  const { project, helpers = [] } = setting;
  const session = () => new Session(options);
  knowledgeFor(setting).leads.prepare({ file, project, helpers, session });
}

function optionsFor(setting: Setting): SessionOptions {
  const { evidence, gives, work, leads } = knowledgeFor(setting);
  return {
    evidence,
    gives,
    work,
    effects: setting.effects ?? [],
    drivers: setting.drivers,
    helpers: setting.helpers ?? [],
    considersPossible: setting.minimumTier === 'possible',
    memory: { graphs, fileKeys, owners },
    surroundings: {
      leads: (of, name) => leads.has(of, name),
      mentionsTags: from => mentionsTags(from, setting.project),
      hasAmbientCall: (path, call) => hasAmbientCall(setting.project, path, call),
      dependsOn: (path, name) => manifestAround(path, setting.project).includes(`"${name}"`),
    },
    keepsTrail: setting.summarises ?? false,
  };
}

/** A file's own wrong tags, and those that it meets in files nobody else will speak of. */
function wrongTags(
  { questions }: Session,
  file: SourceFile,
  { drivers, isChecked = isNoTyping }: Setting,
  { tellers }: Knowledge,
): readonly TagProblem[] {
  const own = hasTags(file) ? tagProblemsIn(file, drivers) : [];
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
