import { dirname, join } from 'node:path';
import type { Driver } from '../drivers/driver.ts';
import { many } from '../drivers/driver.ts';
import type { Project } from '../source/project.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { Setting } from './analyse.ts';
import { meetsPools, touchesPools } from './pools/pool-gate.ts';
import { MAY_BE_OF_SESSION } from './statements/sql.ts';

/**
 * Whether a file can hold anything to analyse; answered from its text, before it is parsed.
 *
 * It can when it calls something named like an acquire or like what makes a pool, has a statement for
 * its session, is lent a connection by the type of a parameter, or imports a file of the project that does
 * (its functions may be wrappers). Re-exports are followed.
 */
export function isWorthAnalysing(text: string, path: string, setting: Setting): boolean {
  const pattern = patternOf(setting.drivers);
  if (pattern.test(text) || TAGS.test(text) || MAY_BE_OF_SESSION.test(text)) return true;
  if (touchesPools(text, setting.drivers)) return true;
  if (borrowPatternOf(setting.drivers).test(text)) return true;
  if (setting.helpers?.some(({ name }) => text.includes(name.split('.').at(-1) ?? name)))
    return true;
  for (const specifier of importsIn(text)) {
    if (reaches(specifier, path, setting)) return true;
  }
  return meetsPools(
    text,
    importedPaths(text, path, setting.project),
    setting.project,
    setting.drivers,
  );
}

/** The files of the project that the file of a text imports. */
export function* importedPaths(text: string, path: string, project: Project): Iterable<string> {
  for (const specifier of importsIn(text)) {
    const target = project.resolve(specifier, path);
    if (target !== undefined) yield target;
  }
}

const MAX_HOPS = 6;
const answers = new WeakMap<Project, Map<string, boolean>>();

/** Whether what a file imports under a specifier is a file that acquires, or passes one on. */
function reaches(specifier: string, from: string, setting: Setting, hops = 0): boolean {
  const { project } = setting;
  const path = project.resolve(specifier, from);
  if (path === undefined || hops > MAX_HOPS) return false;
  const memo = answers.get(project) ?? new Map<string, boolean>();
  answers.set(project, memo);
  const known = memo.get(path);
  if (known !== undefined) return known;
  memo.set(path, false);
  const answer =
    (project.scan(path, acquireScan(setting.drivers)) ?? false) ||
    (project.scan(path, isTagged) ?? false) ||
    (project.scan(path, reexportsIn) ?? []).some(inner => reaches(inner, path, setting, hops + 1));
  memo.set(path, answer);
  return answer;
}

const manifests = new WeakMap<Project, Map<string, string>>();

/** The text of the nearest `package.json` above a file; empty when there is none. */
export function manifestAround(path: string, project: Project): string {
  const memo = manifests.get(project) ?? new Map<string, string>();
  manifests.set(project, memo);
  const folder = dirname(path);
  const known = memo.get(folder);
  if (known !== undefined) return known;
  const own = project.textAt(join(folder, 'package.json'));
  const text = own ?? (dirname(folder) === folder ? '' : manifestAround(folder, project));
  memo.set(folder, text);
  return text;
}

/** Tags for the analysis, misspelt ones too. */
const TAGS = /@(?:ac*qu?i+r|rel+e?a?s|bor+ow?)/;
const tagged = new WeakMap<Project, WeakMap<SourceFile, boolean>>();

/** Whether a file has what may be a tag for the analysis in it. */
export function hasTags(file: SourceFile): boolean {
  return TAGS.test(file.text);
}

/** Whether a file, or one that it imports, has a tag for the analysis in it. */
export function mentionsTags(file: SourceFile, project: Project): boolean {
  const memo = tagged.get(project) ?? new WeakMap<SourceFile, boolean>();
  tagged.set(project, memo);
  const known = memo.get(file);
  if (known !== undefined) return known;
  const answer =
    isTagged(file.text) ||
    importsIn(file.text).some(specifier => {
      const path = project.resolve(specifier, file.path);
      return path !== undefined && (project.scan(path, isTagged) ?? false);
    });
  memo.set(file, answer);
  return answer;
}

const IMPORT = /(?:\bfrom|\brequire\(|\bimport\(|\bimport)\s*['"]([^'"\n]+)['"]/g;
const REEXPORT =
  /\bexport\s[^;'"]*?\bfrom\s*['"]([^'"\n]+)['"]|exports\s*=\s*require\(\s*['"]([^'"\n]+)['"]/g;

/** The specifiers that a text imports from, re-exports included. */
const importsIn = (text: string): readonly string[] => specifiersIn(text, IMPORT);
const reexportsIn = (text: string): readonly string[] => specifiersIn(text, REEXPORT);

/** Whether a text has what may be a tag for the analysis in it. */
export function isTagged(text: string): boolean {
  return TAGS.test(text);
}

function specifiersIn(text: string, pattern: RegExp): readonly string[] {
  const found: string[] = [];
  for (const match of text.matchAll(pattern)) found.push(match[1] ?? match[2] ?? '');
  return found;
}

const scans = new WeakMap<readonly Driver[], (text: string) => boolean>();

/** Whether a text calls something named like an acquire; one function for each list of drivers. */
function acquireScan(drivers: readonly Driver[]): (text: string) => boolean {
  const known = scans.get(drivers);
  if (known !== undefined) return known;
  const pattern = patternOf(drivers);
  const scan = (text: string): boolean => pattern.test(text);
  scans.set(drivers, scan);
  return scan;
}

const patterns = new WeakMap<readonly Driver[], RegExp>();

/**
 * What the text of every acquire contains: the method's name, or that of a twin, before an argument
 * list; a method that is passed on, as in `promisify(pool.connect)`; or `new Client`.
 */
function patternOf(drivers: readonly Driver[]): RegExp {
  const known = patterns.get(drivers);
  if (known !== undefined) return known;
  const calls = new Set<string>();
  const types = new Set<string>();
  for (const driver of drivers) {
    for (const name of callsOf(driver)) calls.add(name);
    for (const { create } of many(driver.standalone)) {
      for (const form of create) (form.startsWith('new ') ? types : calls).add(lastName(form));
    }
  }
  const methods = [...calls].filter(name => /^\w+$/.test(name)).join('|');
  const pattern = new RegExp(
    `\\b(?:${methods})(?:Async|Sync)?\\s*[(<]` +
      `|\\.(?:${methods})(?:\\s*\\)|\\.bind\\b)` +
      `|\\bnew\\s+[\\w.]*\\b(?:${[...types].join('|')})\\b`,
  );
  patterns.set(drivers, pattern);
  return pattern;
}

const borrowPatterns = new WeakMap<readonly Driver[], RegExp>();

/** What the text of a function contains that is lent a connection: an annotation with its type. */
function borrowPatternOf(drivers: readonly Driver[]): RegExp {
  const known = borrowPatterns.get(drivers);
  if (known !== undefined) return known;
  const types = drivers.flatMap(({ lease }) => many(lease).map(({ type }) => type));
  const names = [...new Set(types)].filter(name => /^\w+$/.test(name)).join('|');
  const pattern = new RegExp(`(?::\\s*(?:\\w+\\.)*|\\)\\.)(?:${names})\\b`);
  borrowPatterns.set(drivers, pattern);
  return pattern;
}

/** Method names that stand for an acquire; a builder's common `execute` is told by what leads to it. */
function callsOf(driver: Driver): readonly string[] {
  const pools = many(driver.pool);
  const builders = new Set(pools.filter(pool => pool.create?.length === 0).map(pool => pool.type));
  const names: string[] = [];
  for (const pool of pools) {
    const leads = Object.entries(pool.gives ?? {}).filter(([, type]) => builders.has(type));
    for (const [name, type] of leads) {
      const target = pools.find(other => other.type === type);
      if (target?.acquire !== undefined) names.push(name);
    }
  }
  const owners = [...pools.filter(pool => pool.create?.length !== 0), driver.module];
  for (const owner of owners) {
    for (const one of owner?.acquire ?? []) names.push(typeof one === 'string' ? one : one.method);
  }
  return names;
}

function lastName(form: string): string {
  return /(\w+)(?:\(\))?$/.exec(form)?.[1] ?? form;
}
