import type { Driver } from '../drivers/driver.ts';
import { many } from '../drivers/driver.ts';
import { lastName, methodNames, remembered } from '../drivers/names.ts';
import type { Project } from '../source/project.ts';
import type { Glance } from '../source/sketch/glance.ts';
import { lookAt, lookedAt, type LookedAt } from '../source/sketch/look.ts';
import { Trace } from '../source/sketch/trace.ts';
import type { Unparsed } from '../source/source-file.ts';
import type { Setting } from './knowledge.ts';
import { withTwins } from './leads/names.ts';
import { mayTouchPools } from './pools/pool-gate.ts';
import { MAY_BE_OF_SESSION } from './statements/sql.ts';
import { hasTag } from './tags.ts';

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
  const seen = lookedAt(path, text, project);
  const { glance } = seen;
  if (acquiresOf(drivers).isIn(seen) || hasTag(glance.marks)) return true;
  if (MAY_BE_OF_SESSION.test(text) || loansOf(drivers).isIn(seen)) return true;
  if (helpers.some(({ name }) => text.includes(name.split('.').at(-1) ?? name))) return true;
  const imported: string[] = [];
  for (const target of importedPaths(glance, path, project)) {
    if (reaches(target, setting)) return true;
    imported.push(target);
  }
  return mayTouchPools(seen, imported, project, drivers);
}

/** The files of the project that the file of a text imports. */
function* importedPaths({ specifiers }: Glance, path: string, project: Project): Iterable<string> {
  for (const specifier of specifiers) {
    const target = project.resolve(specifier, path);
    if (target !== undefined) yield target;
  }
}

const MAX_HOPS = 6;
const answers = new WeakMap<Project, Map<string, boolean>>();

/** Whether a file acquires, or passes on one that does. */
function reaches(path: string, setting: Setting, hops = 0): boolean {
  const { project, drivers } = setting;
  if (hops > MAX_HOPS) return false;
  const memo = answers.get(project) ?? new Map<string, boolean>();
  answers.set(project, memo);
  const known = memo.get(path);
  if (known !== undefined) return known;
  memo.set(path, false);
  const seen = project.scan(path, lookAt);
  const answer =
    seen !== undefined &&
    (acquiresOf(drivers).isIn(seen) ||
      hasTag(seen.glance.marks) ||
      reexportsIn(seen).some(specifier => {
        const inner = project.resolve(specifier, path);
        return inner !== undefined && reaches(inner, setting, hops + 1);
      }));
  memo.set(path, answer);
  return answer;
}

const REEXPORT =
  /\bexport\s[^;'"]*?\bfrom\s*['"]([^'"\n]+)['"]|exports\s*=\s*require\(\s*['"]([^'"\n]+)['"]/g;

function reexportsIn({ text, glance }: LookedAt): readonly string[] {
  if (glance.specifiers.size === 0) return [];
  return [...text.matchAll(REEXPORT)].map(([, from, required]) => from ?? required ?? '');
}

/**
 * What the text of every acquire contains: the method's name, or that of a twin, before an argument
 * list; a method that is passed on, as in `promisify(pool.connect)`; or `new Client`.
 */
const acquiresOf = remembered((drivers): Trace => {
  const calls = new Set<string>();
  const types = new Set<string>();
  for (const driver of drivers) {
    for (const name of callsOf(driver)) calls.add(name);
    for (const { create } of many(driver.standalone)) {
      for (const form of create) (form.startsWith('new ') ? types : calls).add(lastName(form));
    }
  }
  const methods = [...calls].filter(name => /^\w+$/.test(name)).join('|');
  const words = [...calls, ...types].flatMap(withTwins);
  const pattern = new RegExp(
    `\\b(?:${methods})(?:Async|Sync)?\\s*[(<]` +
      `|\\.(?:${methods})(?:\\s*\\)|\\.bind\\b)` +
      `|\\bnew\\s+[\\w.]*\\b(?:${[...types].join('|')})\\b`,
  );
  return new Trace(words, pattern);
});

/** What the text of a function contains that is lent a connection: an annotation with its type. */
const loansOf = remembered((drivers): Trace => {
  const types = drivers.flatMap(({ lease }) => many(lease).map(({ type }) => type));
  const names = [...new Set(types)].filter(name => /^\w+$/.test(name));
  const pattern = new RegExp(`(?::\\s*(?:\\w+\\.)*|\\)\\.)(?:${names.join('|')})\\b`);
  return new Trace(names, pattern);
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
