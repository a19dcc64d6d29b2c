import { analyse } from './analysis/analyse.ts';
import type { Facts } from './analysis/facts.ts';
import type { Refusal, Rewrite } from './codemod.ts';
import { refuse } from './codemod.ts';
import { applyEdits, findOverlap, shiftOf, type NewFile, type Shift } from './edits/edit.ts';
import { overlay, shiftTypes } from './edits/overlay.ts';
import type { EditSource } from './edits/source.ts';
import { freeNamesOf } from './edits/free-names.ts';
import type { RepairContext } from './repair.ts';
import type { Finding, Rule } from './rule.ts';
import { wordFinding } from './rule.ts';
import { findingsOf } from './settings.ts';
import { isParseFailure, parseFile } from './source/parse.ts';
import type { SourceFile } from './source/source-file.ts';

/** The complaints of a type checker about one file, once it and others have these texts. */
export type TypeErrors = (
  path: string,
  texts: ReadonlyMap<string, string>,
) => readonly string[] | undefined;

/** A rewrite that stood the proof, and the text it leads to. */
export interface Proven extends Rewrite {
  readonly text: string;
}

interface Problem {
  readonly finding: Finding;
  readonly rule: Rule;
}

/**
 * Tries a rewrite in memory: it must parse, leave no name undefined, remove its finding, bring no new
 * one of any rule, and please the type checker where there is one.
 */
export function prove(
  rewrite: Rewrite,
  problem: Problem,
  source: EditSource,
  context: RepairContext,
): Proven | Refusal {
  const { file } = source;
  const overlap = findOverlap(rewrite.edits);
  if (overlap !== undefined) return refuse('Two of its edits want the same text.');
  const text = applyEdits(file.text, rewrite.edits, file.path);
  if (text === file.text) return refuse('It changes nothing.');
  const after = parseFile(file.path, text);
  if (isParseFailure(after)) return refuse(`The result would not parse: ${after.message}`);
  const undefinedName = findUndefinedName(file, after);
  if (undefinedName !== undefined) return refuse(`\`${undefinedName}\` would be out of its scope.`);
  const shift = shiftOf(rewrite.edits, file.path);
  const complaint =
    findRemaining(after, rewrite, problem, shift, source, context) ??
    findTypeError(file, text, rewrite.creates ?? [], context);
  return complaint ?? { ...rewrite, text };
}

/** What is defined wherever code runs. */
const EVERYWHERE: ReadonlySet<string> = new Set(['console', 'undefined']);

function findUndefinedName(before: SourceFile, after: SourceFile): string | undefined {
  const known = freeNamesOf(before);
  return [...freeNamesOf(after)].find(name => !known.has(name) && !EVERYWHERE.has(name));
}

/** A finding that stays, or that was not there before. */
function findRemaining(
  after: SourceFile,
  { creates = [] }: Rewrite,
  { finding, rule }: Problem,
  shift: Shift,
  { file }: EditSource,
  context: RepairContext,
): Refusal | undefined {
  const { setting } = context;
  const { types } = setting;
  const project = overlay(setting.project, [{ path: file.path, text: after.text }, ...creates]);
  const facts = analyse(after, {
    ...setting,
    project,
    ...(types && { types: () => shiftTypes(types(), file.path, shift) }),
  });
  const open = findOpened(facts, finding, shift);
  if (open !== undefined) return open;
  const before = findingsBefore(file, context);
  const known = new Set(before.map(keyOf));
  const others = before.filter(each => each.rule !== rule || each.start !== finding.at.start);
  for (const one of context.rules) {
    for (const found of findingsOf(one, facts, context.wanted)) {
      const start = shift.toOld(found.at.start);
      const isOurs = one === rule && start === finding.at.start;
      const isKnown =
        start === undefined
          ? others.some(each => isMoved(each, one, found, shift))
          : known.has(keyAt(one, start));
      if (isKnown && !isOurs) continue;
      const words = `${wordFinding(one, found)} (line ${lineOf(after, found)})`;
      return refuse(
        isOurs ? `It would remain: ${words}` : `It would bring a new finding: ${words}`,
      );
    }
  }
  return undefined;
}

/**
 * A connection that is given back with its transaction open is worse than one that is lost: whoever
 * gets it next works inside. That it was open on some path before is no excuse.
 */
function findOpened(
  { openTransactions }: Facts,
  { about }: Finding,
  shift: Shift,
): Refusal | undefined {
  if (!('handling' in about)) return undefined;
  const { begins } = about.handling;
  const open = openTransactions.find(({ begin }) => {
    const start = shift.toOld(begin.at.start);
    return start !== undefined && begins.some(one => one.start <= start && start < one.end);
  });
  if (open === undefined) return undefined;
  return refuse(
    `The transaction of \`${open.begin.text}\` would be open when the connection is given back on line ${open.givenBack.line}.`,
  );
}

interface Known {
  readonly rule: Rule;
  readonly message: string;
  readonly start: number;
}

/** Whether a finding in new text is one of text that was taken out: it came along. */
function isMoved(before: Known, rule: Rule, { message }: Finding, { toNew }: Shift): boolean {
  return before.rule === rule && before.message === message && toNew(before.start) === undefined;
}

const findings = new WeakMap<SourceFile, readonly Known[]>();

function findingsBefore(file: SourceFile, { setting, rules, wanted }: RepairContext) {
  const known = findings.get(file);
  if (known !== undefined) return known;
  const facts: Facts = analyse(file, setting);
  const found = rules.flatMap(rule =>
    [...findingsOf(rule, facts, wanted)].map(({ at, message }) => ({
      rule,
      message,
      start: at.start,
    })),
  );
  findings.set(file, found);
  return found;
}

function keyOf({ rule, start }: Known): string {
  return keyAt(rule, start);
}

function keyAt(rule: Rule, start: number): string {
  return `${rule.name} ${start}`;
}

function lineOf(file: SourceFile, { at }: Finding): number {
  return file.lineOf(at.start);
}

function findTypeError(
  file: SourceFile,
  text: string,
  creates: readonly NewFile[],
  { typeErrors }: RepairContext,
): Refusal | undefined {
  if (typeErrors === undefined) return undefined;
  const created = creates.map(one => [one.path, one.text] as const);
  const before = new Set(typeErrors(file.path, new Map()));
  const errors = typeErrors(file.path, new Map([[file.path, text], ...created])) ?? [];
  const added = errors.find(error => !before.has(error));
  return added === undefined ? undefined : refuse(`It would not type-check: ${added}`);
}
