import type { Setting } from '../../analysis/analyse.ts';
import type { Edit, Shift } from '../../edits/edit.ts';
import { shiftOf } from '../../edits/edit.ts';
import { overlay, shiftTypes } from '../../edits/overlay.ts';
import type { TypeOracle } from '../../evidence/type-oracle.ts';
import { isOffer, repairsFor, type RepairContext } from '../../repair.ts';
import type { Rule } from '../../rule.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { toLines } from '../lines.ts';
import { checkText, type CheckedFile, type Wanted } from '../check-file.ts';
import type { Scan } from './rounds.ts';
import type { Site } from './site.ts';
import type { Sources } from './sources.ts';

/** What a scanner looks for, and with what. */
export interface ScannerOptions {
  readonly sources: Sources;
  /** All that is looked for: what is repaired, and what must not be new. */
  readonly wanted: Wanted;
  /** The rules whose findings are repaired. */
  readonly rules: readonly Rule[];
  /** As the files are on the disk. */
  readonly setting: Setting;
  readonly repair: Omit<RepairContext, 'setting' | 'wanted' | 'rules'>;
}

/** Looks at files as a run has changed them. */
export interface Scanner {
  scan(path: string): Scan;
  /** The texts changed, by these edits. */
  onEdits(edits: readonly Edit[]): void;
  /** They went back to what they were before the last edits. */
  onEditsUndone(): void;
}

/** The edits of each round so far. */
type Steps = readonly (readonly Edit[])[];

/** Looks at files: what is wrong in them, and how it can be repaired. */
export function createScanner(options: ScannerOptions): Scanner {
  const steps: (readonly Edit[])[] = [];
  let { setting } = options;
  return {
    scan: path => scanFile(path, { ...options, setting }, steps),
    onEdits(edits) {
      steps.push(edits);
      setting = settingAfter(steps, options);
    },
    onEditsUndone() {
      steps.pop();
      setting = settingAfter(steps, options);
    },
  };
}

function scanFile(path: string, options: ScannerOptions, steps: Steps): Scan {
  const { sources, wanted, rules, setting, repair } = options;
  const text = sources.textAt(path);
  if (text === undefined) return { checked: unreadable(path), sites: [] };
  let source: SourceFile | undefined;
  const checked = checkText(path, text, wanted, setting, file => (source = file));
  const context = { ...repair, setting, wanted, rules: wanted.rules };
  const problems = checked.problems.filter(({ rule }) => rules.includes(rule));
  const lines = toLines(sources.originalOf(path) ?? text);
  const sites = problems.map((problem): Site => {
    const { finding, rule } = problem;
    const proposals = source === undefined ? [] : repairsFor(finding, rule, source, context);
    const refusals = proposals.flatMap(each => (isOffer(each) ? [] : [each]));
    const onDisk = lines.positionOf(offsetOnDisk(finding.at.start, path, steps));
    return { path, text, problem, onDisk, offers: proposals.filter(isOffer), refusals };
  });
  return { checked, sites };
}

function unreadable(path: string): CheckedFile {
  const text = 'cannot be read, or is not UTF-8';
  return {
    path,
    problems: [],
    pools: [],
    signs: [],
    suppressed: [],
    notes: [],
    isFailed: false,
    unreadable: { line: 1, column: 1, text },
  };
}

/** Of what is new, where the old text goes on before it. */
function offsetOnDisk(offset: number, path: string, steps: Steps): number {
  return steps.reduceRight((now, edits) => {
    const shift = shiftOf(edits, path);
    let before = shift.toOld(now);
    for (let at = now; before === undefined && at > 0; at--) before = shift.toOld(at);
    return before ?? 0;
  }, offset);
}

/** The project as the edits so far leave it. Types are those of the disk, told for where things are now. */
function settingAfter(steps: Steps, { sources, setting }: ScannerOptions): Setting {
  const files = [...sources.snapshot()].map(([path, text]) => ({ path, text }));
  if (files.length === 0) return setting;
  const { types } = setting;
  const shifts = steps.flatMap(edits =>
    [...new Set(edits.map(({ at }) => at.file))].map(file => [file, shiftOf(edits, file)] as const),
  );
  return {
    ...setting,
    project: overlay(setting.project, files),
    ...(types && { types: () => shiftAll(types(), shifts) }),
  };
}

function shiftAll(
  oracle: TypeOracle | undefined,
  shifts: readonly (readonly [file: string, shift: Shift])[],
): TypeOracle | undefined {
  return shifts.reduce((types, [file, shift]) => shiftTypes(types, file, shift), oracle);
}
