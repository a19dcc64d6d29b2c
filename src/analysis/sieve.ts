import type { Driver } from '../drivers/driver.ts';
import { many } from '../drivers/driver.ts';
import { lastName, methodNames, remembered } from '../drivers/names.ts';
import type { Project } from '../source/project.ts';
import type { Unparsed } from '../source/source-file.ts';
import type { Setting } from './knowledge.ts';
import { mayTouchPools } from './pools/pool-gate.ts';
import { MAY_BE_OF_SESSION } from './statements/sql.ts';
import { isTagged } from './tags.ts';

/**
 * Whether a file can hold anything to analyse, by its own text and that of what it imports: the cheapest
 * test there is, which most files of a large project do not pass.
 *
 * It can when it calls something named like an acquire or like what makes a pool, has a statement for
 * its session, is lent a connection by the type of a parameter, or imports a file of the project that does
 * (its functions may be wrappers). Re-exports are followed.
 */
export function passesSieve({ path, text }: Unparsed, setting: Setting): boolean {
  const { drivers, project, helpers = [] } = setting;
  if (patternOf(drivers).test(text) || isTagged(text) || MAY_BE_OF_SESSION.test(text)) return true;
  if (borrowPatternOf(drivers).test(text)) return true;
  if (helpers.some(({ name }) => text.includes(name.split('.').at(-1) ?? name))) return true;
  const imported: string[] = [];
  for (const target of importedPaths(text, path, project)) {
    if (reaches(target, setting)) return true;
    imported.push(target);
  }
  return mayTouchPools(text, imported, project, drivers);
}

/** The files of the project that the file of a text imports. */
function* importedPaths(text: string, path: string, project: Project): Iterable<string> {
  for (const specifier of importsIn(text)) {
    const target = project.resolve(specifier, path);
    if (target !== undefined) yield target;
  }
}

const MAX_HOPS = 6;
const answers = new WeakMap<Project, Map<string, boolean>>();

/** Whether a file acquires, or passes on one that does. */
function reaches(path: string, setting: Setting, hops = 0): boolean {
  const { project } = setting;
  if (hops > MAX_HOPS) return false;
  const memo = answers.get(project) ?? new Map<string, boolean>();
  answers.set(project, memo);
  const known = memo.get(path);
  if (known !== undefined) return known;
  memo.set(path, false);
  const answer =
    (project.scan(path, acquireScan(setting.drivers)) ?? false) ||
    (project.scan(path, isTagged) ?? false) ||
    (project.scan(path, reexportsIn) ?? []).some(specifier => {
      const inner = project.resolve(specifier, path);
      return inner !== undefined && reaches(inner, setting, hops + 1);
    });
  memo.set(path, answer);
  return answer;
}

const IMPORT = /(?:\bfrom|\brequire\(|\bimport\(|\bimport)\s*['"]([^'"\n]+)['"]/g;
const REEXPORT =
  /\bexport\s[^;'"]*?\bfrom\s*['"]([^'"\n]+)['"]|exports\s*=\s*require\(\s*['"]([^'"\n]+)['"]/g;

/** The specifiers that a text imports from, re-exports included. */
function importsIn(text: string): readonly string[] {
  return specifiersIn(text, IMPORT);
}

function reexportsIn(text: string): readonly string[] {
  return specifiersIn(text, REEXPORT);
}

function specifiersIn(text: string, pattern: RegExp): readonly string[] {
  const found: string[] = [];
  for (const match of text.matchAll(pattern)) found.push(match[1] ?? match[2] ?? '');
  return found;
}

/** Whether a text calls something named like an acquire; one function for each list of drivers. */
const acquireScan = remembered(drivers => {
  const pattern = patternOf(drivers);
  return (text: string): boolean => pattern.test(text);
});

/**
 * What the text of every acquire contains: the method's name, or that of a twin, before an argument
 * list; a method that is passed on, as in `promisify(pool.connect)`; or `new Client`.
 */
const patternOf = remembered(drivers => {
  const calls = new Set<string>();
  const types = new Set<string>();
  for (const driver of drivers) {
    for (const name of callsOf(driver)) calls.add(name);
    for (const { create } of many(driver.standalone)) {
      for (const form of create) (form.startsWith('new ') ? types : calls).add(lastName(form));
    }
  }
  const methods = [...calls].filter(name => /^\w+$/.test(name)).join('|');
  return new RegExp(
    `\\b(?:${methods})(?:Async|Sync)?\\s*[(<]` +
      `|\\.(?:${methods})(?:\\s*\\)|\\.bind\\b)` +
      `|\\bnew\\s+[\\w.]*\\b(?:${[...types].join('|')})\\b`,
  );
});

/** What the text of a function contains that is lent a connection: an annotation with its type. */
const borrowPatternOf = remembered(drivers => {
  const types = drivers.flatMap(({ lease }) => many(lease).map(({ type }) => type));
  const names = [...new Set(types)].filter(name => /^\w+$/.test(name)).join('|');
  return new RegExp(`(?::\\s*(?:\\w+\\.)*|\\)\\.)(?:${names})\\b`);
});

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
  for (const owner of owners) names.push(...methodNames(owner?.acquire));
  return names;
}
