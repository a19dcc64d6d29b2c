import { resolve } from 'node:path';
import type { Rule as EslintRule, SourceCode } from 'eslint';
import { analyse, type Setting } from '../analysis/analyse.ts';
import type { Facts, Tier } from '../analysis/facts.ts';
import { isWorthAnalysing } from '../analysis/gate.ts';
import { fromParserServices } from '../evidence/program-oracle.ts';
import { typeErrorsBehind, type TypeErrors } from '../evidence/type-errors.ts';
import { parseSettings, type Settings } from '../settings.ts';
import { createProject, type Project } from '../source/project.ts';
import { toSourceFile } from '../source/scopes.ts';
import type { SourceFile } from '../source/source-file.ts';

/** What the rules of one lint run share about one file. */
export interface SharedAnalysis {
  readonly settings: Settings;
  /** The facts, computed for the first rule that asks; or why there are none. */
  factsFor(tier: Tier): Facts | Error;
  /** What the facts are of, and what they were found with: a repair is proven with the same. */
  readonly file: SourceFile;
  settingFor(tier: Tier): Setting;
  /** The type checker that each repair is shown to; `undefined` where there is none, or nobody wants it. */
  typeErrors(): TypeErrors | undefined;
  /** True for the first caller, so that what concerns the whole file is said once. */
  claimNotes(): boolean;
}

const place = { file: "ESLint's configuration", path: 'settings.pool' };

/** Helper files are compared anew when linting paused for this long: an editor's user may have changed them. */
const projectLifeMs = 1000;

/** ESLint hands out a copy of the settings for each file: what they say is the same, and all that is known goes by it. */
const settingsOf = new WeakMap<object, Settings>();
const settingsAs = new Map<string, Settings>();
const analysisOf = new WeakMap<object, { readonly settings: Settings; analysis: SharedAnalysis }>();
let project: { readonly value: Project; lastUsed: number } | undefined;
let lastGate:
  { readonly file: SourceFile; readonly settings: Settings; isWorth: boolean } | undefined;

/** The analysis of the file under lint, or `undefined` when the file has nothing to analyse. */
export function findSharedAnalysis(context: EslintRule.RuleContext): SharedAnalysis | undefined {
  const settings = settingsIn(context);
  // Other languages (CSS, Markdown) come without scopes.
  if (!context.sourceCode.scopeManager) return undefined;
  const file = fileWorthAnalysing(context, settings);
  if (file === undefined) return undefined;
  const known = analysisOf.get(context.sourceCode.ast);
  if (known?.settings === settings) return known.analysis;
  const analysis = share(context, settings, file);
  analysisOf.set(context.sourceCode.ast, { settings, analysis });
  return analysis;
}

function share(
  context: EslintRule.RuleContext,
  settings: Settings,
  file: SourceFile,
): SharedAnalysis {
  const facts = new Map<Tier, Facts | Error>();
  let areNotesClaimed = false;
  let setting: Setting | undefined;
  return {
    settings,
    file,
    settingFor(tier) {
      setting ??= settingFor(settings, context.sourceCode);
      return { ...setting, minimumTier: depthOf(tier) };
    },
    typeErrors() {
      if (settings.suggestions === 'unchecked') return undefined;
      return typeErrorsBehind(context.sourceCode.parserServices);
    },
    factsFor(tier) {
      const found = facts.get(depthOf(tier)) ?? analyseFile(file, this.settingFor(tier));
      facts.set(depthOf(tier), found);
      return found;
    },
    claimNotes() {
      if (areNotesClaimed) return false;
      areNotesClaimed = true;
      return true;
    },
  };
}

/** What is sure is among what is likely; what is merely possible takes an analysis of its own. */
function depthOf(tier: Tier): Tier {
  return tier === 'possible' ? 'possible' : 'likely';
}

function analyseFile(file: SourceFile, setting: Setting): Facts | Error {
  try {
    return analyse(file, setting);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function settingsIn(context: EslintRule.RuleContext): Settings {
  const known = settingsOf.get(context.settings);
  if (known !== undefined) return known;
  const given = context.settings['pool'];
  const text = JSON.stringify(given) ?? '';
  const settings = settingsAs.get(text) ?? parseSettings(given, place);
  settingsAs.set(text, settings);
  settingsOf.set(context.settings, settings);
  return settings;
}

/** The rules of a run ask for one file after the other: remembering the last answer is enough. */
function fileWorthAnalysing(
  context: EslintRule.RuleContext,
  settings: Settings,
): SourceFile | undefined {
  const { sourceCode } = context;
  if (lastGate?.settings !== settings || lastGate.file.program !== sourceCode.ast) {
    const file = toFile(sourceCode, pathOf(context));
    const { path, text } = file;
    const setting = settingFor(settings, sourceCode);
    const isWorth = isWorthAnalysing({ path, text, parsed: () => file }, setting);
    lastGate = { file, settings, isWorth };
  }
  return lastGate.isWorth ? lastGate.file : undefined;
}

function settingFor(settings: Settings, sourceCode: SourceCode): Setting {
  return {
    project: currentProject(),
    drivers: settings.drivers,
    effects: settings.effects,
    helpers: settings.helpers,
    types: () => fromParserServices(sourceCode.parserServices),
  };
}

function currentProject(): Project {
  const now = Date.now();
  if (project === undefined || now - project.lastUsed > projectLifeMs) {
    project = { value: project?.value.renewed() ?? createProject(), lastUsed: now };
  }
  project.lastUsed = now;
  return project.value;
}

function pathOf(context: EslintRule.RuleContext): string {
  return resolve(context.cwd, context.filename);
}

function toFile(sourceCode: SourceCode, path: string): SourceFile {
  return toSourceFile({
    path,
    text: sourceCode.text,
    // ESLint types trees as plain ESTree; its parsers add what typescript-estree has.
    program: sourceCode.ast as unknown as SourceFile['program'],
    scopeManager: sourceCode.scopeManager,
  });
}
