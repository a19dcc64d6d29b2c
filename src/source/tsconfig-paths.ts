import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The paths, without endings, that a specifier may mean by the nearest `tsconfig.json`. */
export type TsconfigPaths = (specifier: string, from: string) => readonly string[];

interface Alias {
  readonly before: string;
  readonly after: string;
  readonly isOpen: boolean;
  /** Absolute, with the `*` that is filled in. */
  readonly targets: readonly string[];
}

const MAX_PARENTS = 4;

/**
 * Reads `paths` by itself, for a `tsconfig.json` that extends what is not installed.
 *
 * What it extends by a relative path is read, too; the rest is as if it were not there.
 */
export function createTsconfigPaths(): TsconfigPaths {
  const byFolder = new Map<string, readonly Alias[]>();
  const aliasesFor = (folder: string): readonly Alias[] => {
    const known = byFolder.get(folder);
    if (known !== undefined) return known;
    const own = aliasesIn(join(folder, 'tsconfig.json'), 0);
    const above = dirname(folder);
    const found = own ?? (above === folder ? [] : aliasesFor(above));
    byFolder.set(folder, found);
    return found;
  };
  return (specifier, from) => aliasesFor(dirname(from)).flatMap(one => targetsOf(one, specifier));
}

function targetsOf(alias: Alias, specifier: string): readonly string[] {
  const { before, after, isOpen, targets } = alias;
  if (!isOpen) return specifier === before ? targets : [];
  const isFitting =
    specifier.startsWith(before) &&
    specifier.endsWith(after) &&
    specifier.length >= before.length + after.length;
  if (!isFitting) return [];
  const star = specifier.slice(before.length, specifier.length - after.length);
  return targets.map(target => target.replace('*', () => star));
}

/** The aliases of a file; `undefined` when there is no such file. */
function aliasesIn(path: string, parents: number): readonly Alias[] | undefined {
  const config = read(path);
  if (config === undefined || parents > MAX_PARENTS) return undefined;
  const options = config.compilerOptions ?? {};
  if (options.paths === undefined) {
    const inherited = [config.extends ?? []].flat().filter(one => one.startsWith('.'));
    return inherited.flatMap(one => aliasesIn(toFile(dirname(path), one), parents + 1) ?? []);
  }
  const base = resolve(dirname(path), options.baseUrl ?? '.');
  return Object.entries(options.paths).map(([key, targets]) => {
    const [before = '', after = ''] = key.split('*');
    const whole = targets.map(target => resolve(base, target));
    return { before, after, isOpen: key.includes('*'), targets: whole };
  });
}

function toFile(folder: string, path: string): string {
  return resolve(folder, path.endsWith('.json') ? path : `${path}.json`);
}

interface Config {
  readonly extends?: string | readonly string[];
  readonly compilerOptions?: {
    readonly baseUrl?: string;
    readonly paths?: Readonly<Record<string, readonly string[]>>;
  };
}

/** A file that may have comments and trailing commas. */
function read(path: string): Config | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  const plain = text
    .replaceAll(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*.*?\*\//gs, (_, quoted: string = '') => quoted)
    .replaceAll(/,(?=\s*[}\]])/g, '');
  try {
    // What is wrong in it, the resolver and the compiler have told; a value of another kind finds nothing.
    return JSON.parse(plain) as Config;
  } catch {
    return {};
  }
}
