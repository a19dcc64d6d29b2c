import { dirname, join, resolve } from 'node:path';
import { createAliases, readConfig, toAlias, type Alias, type Aliases } from './aliases.ts';

const MAX_PARENTS = 4;

/**
 * Reads `paths` by itself, for a `tsconfig.json` that extends what is not installed.
 *
 * What it extends by a relative path is read, too; the rest is as if it were not there.
 */
export function createTsconfigPaths(): Aliases {
  return createAliases(folder => aliasesIn(join(folder, 'tsconfig.json'), 0));
}

/** The aliases of a file; `undefined` when there is no such file. */
function aliasesIn(path: string, parents: number): readonly Alias[] | undefined {
  // A value of another kind than these finds nothing.
  const config = readConfig(path) as Config | undefined;
  if (config === undefined || parents > MAX_PARENTS) return undefined;
  const options = config.compilerOptions ?? {};
  if (options.paths === undefined) {
    const inherited = [config.extends ?? []].flat().filter(one => one.startsWith('.'));
    return inherited.flatMap(one => aliasesIn(toFile(dirname(path), one), parents + 1) ?? []);
  }
  const base = resolve(dirname(path), options.baseUrl ?? '.');
  return Object.entries(options.paths).map(([key, targets]) =>
    toAlias(
      key,
      targets.map(target => resolve(base, target)),
    ),
  );
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
