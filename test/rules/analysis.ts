import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import { rules } from '../../rules/index.ts';
import { analyse, type Setting } from '../../src/analysis/analyse.ts';
import { drivers } from '../../src/drivers/index.ts';
import type { Deployment, Finding, Rule } from '../../src/rule.ts';
import { findingsOf } from '../../src/settings.ts';
import { isParseFailure, parseFile } from '../../src/source/parse.ts';
import { createProject } from '../../src/source/project.ts';
import type { SourceFile } from '../../src/source/source-file.ts';

/** All fixtures of all rules, as absolute paths. */
export const fixtures = globSync('fixtures/rules/**/*.{ts,js,mts,cts,mjs,cjs,tsx,jsx}', {
  absolute: true,
  ignore: '**/*.d.ts',
}).sort();

/** What a rule of the recommended configuration reports in one file, with the file's line counter. */
export interface Report {
  readonly findings: readonly Finding[];
  /** What the analysis could not finish; a fixture has none. */
  readonly notes: readonly string[];
  lineOf(offset: number): number;
}

/** A project over the disk in which `extra` files exist as well. */
export function settingWith(extra: ReadonlyMap<string, string>, types?: Setting['types']): Setting {
  const readFile = (path: string) => extra.get(path) ?? textAt(path);
  const project = createProject(extra.size === 0 ? {} : { readFile });
  return { project, drivers, ...(types && { types }) };
}

/** The report of a rule about a file. */
export function reportOn(
  path: string,
  rule: Rule,
  setting: Setting,
  deployment: Deployment = {},
): Report {
  const file = setting.project.fileAt(path);
  if (file === undefined) throw new Error(`${path} cannot be parsed.`);
  return reportIn(file, rule, setting, deployment);
}

/** The report about a tree that is another one than the project's, as that of a linter is. */
export function reportApart(
  path: string,
  rule: Rule,
  setting: Setting,
  deployment: Deployment = {},
): Report {
  const file = parseFile(path, setting.project.textAt(path) ?? '');
  if (isParseFailure(file)) throw new Error(file.message);
  return reportIn(file, rule, setting, deployment);
}

function reportIn(file: SourceFile, rule: Rule, setting: Setting, deployment: Deployment): Report {
  const facts = analyse(file, setting);
  return {
    findings: [...findingsOf(rule, facts, { tier: 'likely', evidence: 'any', deployment })],
    notes: facts.notes.map(({ line, text }) => `${line}: ${text}`),
    lineOf: offset => file.lineOf(offset),
  };
}

/** The rule of that name. */
export function ruleNamed(name: string): Rule {
  const rule = rules.find(candidate => candidate.name === name);
  if (rule === undefined) throw new Error(`There is no rule '${name}'.`);
  return rule;
}

function textAt(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // A resolver asks for paths that do not exist; that is an answer, not a failure.
    return undefined;
  }
}
