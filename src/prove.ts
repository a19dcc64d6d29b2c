import { analyse } from './analysis/analyse.ts';
import type { Facts } from './analysis/facts.ts';
import type { Refusal, Rewrite } from './codemod.ts';
import { refuse } from './codemod.ts';
import { changesOf, type Change } from './edits/changes.ts';
import { findOverlap, type Shift } from './edits/edit.ts';
import { overlay, shiftTypes } from './edits/overlay.ts';
import type { EditSource } from './edits/source.ts';
import type { TypeOracle } from './evidence/type-oracle.ts';
import type { RepairContext } from './repair.ts';
import type { Finding, Rule } from './rule.ts';
import { wordFinding } from './rule.ts';
import { findingsOf } from './settings.ts';
import type { SourceFile } from './source/source-file.ts';

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
 * one of any rule in a file that it edits, and please the type checker where there is one.
 */
export function prove(
  rewrite: Rewrite,
  problem: Problem,
  source: EditSource,
  context: RepairContext,
): Proven | Refusal {
  const overlap = findOverlap(rewrite.edits);
  if (overlap !== undefined) return refuse('Two of its edits want the same text.');
  const changed = changesOf(rewrite.edits, source);
  if ('reason' in changed) return refuse(changed.reason, changed.tells);
  const own = changed.find(({ before }) => before === source.file);
  const text = own?.after.text ?? source.file.text;
  const complaint =
    findRemaining(changed, rewrite, problem, context) ??
    changed.map(one => findTypeError(one, changed, rewrite, context)).find(Boolean);
  return complaint ?? { ...rewrite, text };
}

/** A finding that stays, or one in an edited file that was not there before. */
function findRemaining(
  changed: readonly Change[],
  { creates = [] }: Rewrite,
  problem: Problem,
  context: RepairContext,
): Refusal | undefined {
  const { setting } = context;
  const { types } = setting;
  const texts = changed.map(({ after: { path, text } }) => ({ path, text }));
  const oracle = (): TypeOracle | undefined =>
    changed.reduce((now, { after, shift }) => shiftTypes(now, after.path, shift), types?.());
  const after = {
    ...setting,
    project: overlay(setting.project, [...texts, ...creates]),
    ...(types && { types: oracle }),
  };
  for (const change of changed) {
    const facts = analyse(change.after, after);
    const isOwn = change.after.path === problem.finding.at.file;
    const open = isOwn ? findOpened(facts, problem.finding, change.shift) : undefined;
    const complaint = open ?? findNew(facts, change, problem, context);
    if (complaint !== undefined) return complaint;
  }
  return undefined;
}

function findNew(
  facts: Facts,
  { before: file, after, shift }: Change,
  { finding, rule }: Problem,
  context: RepairContext,
): Refusal | undefined {
  const before = findingsBefore(file, context);
  const known = new Set(before.map(keyOf));
  const isOurs = (one: Rule, start: number | undefined): boolean =>
    file.path === finding.at.file && one === rule && start === finding.at.start;
  const others = before.filter(each => !isOurs(each.rule, each.start));
  for (const one of context.rules) {
    for (const found of findingsOf(one, facts, context.wanted)) {
      const start = shift.toOld(found.at.start);
      const isKnown =
        start === undefined
          ? others.some(each => isMoved(each, one, found, shift))
          : known.has(keyAt(one, start));
      if (isKnown && !isOurs(one, start)) continue;
      const words = `${wordFinding(one, found)} (line ${lineOf(after, found)})`;
      return isOurs(one, start)
        ? refuse(`It would remain: ${words}`, 'attempt')
        : refuse(`It would bring a new finding: ${words}`);
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
  { before, after }: Change,
  changed: readonly Change[],
  { creates = [] }: Rewrite,
  { typeErrors }: RepairContext,
): Refusal | undefined {
  if (typeErrors === undefined) return undefined;
  const { path } = after;
  const texts = [...changed.map(one => one.after), ...creates];
  const errors = typeErrors(path, new Map(texts.map(one => [one.path, one.text]))) ?? [];
  if (errors.length === 0) return undefined;
  const known = [...(typeErrors(path, new Map([[path, before.text]])) ?? [])];
  // The same words may stand in several places: one more of them is new.
  const added = errors.find(error => {
    const at = known.indexOf(error);
    if (at >= 0) known.splice(at, 1);
    return at < 0;
  });
  return added === undefined ? undefined : refuse(`It would not type-check: ${added}`);
}
