import { dirname, isAbsolute, resolve as joinPath } from 'node:path';
import { ResolverFactory } from 'oxc-resolver';
import type { Aliases } from './aliases.ts';
import { createListings, type Listings } from './listings.ts';
import { isRelative } from './names.ts';
import { createTsconfigPaths } from './tsconfig-paths.ts';
import { sourceAt, sourceOfEntry } from './workspace-entry.ts';
import type { Workspaces } from './workspaces.ts';
import { createWorkspaces, manifestIn } from './workspaces.ts';

/** Finds the file that a specifier means in a file; `undefined` for packages without source. */
export type Resolver = (specifier: string, from: string) => string | undefined;

const EXTENSIONS = [
  '.ts',
  '.tsx',
  '.mts',
  '.cts',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '.json',
  '.d.ts',
] as const;

const ALIASES: Readonly<Record<string, string[]>> = {
  '.js': ['.ts', '.tsx', '.js', '.jsx', '.d.ts'],
  '.jsx': ['.tsx', '.jsx'],
  '.mjs': ['.mts', '.mjs'],
  '.cjs': ['.cts', '.cjs'],
};

/**
 * A resolver that knows tsconfig paths, import maps, workspaces and `.js` specifiers of TypeScript files.
 *
 * `exists` is asked first for relative specifiers, so that files that are not on disk resolve too.
 */
export function createResolver(imports: Aliases, exists?: (path: string) => boolean): Resolver {
  // Built on first use: most files import nothing that is followed.
  let factories: readonly ResolverFactory[] | undefined;
  const listings = createListings();
  const workspaces = createWorkspaces();
  const paths = createTsconfigPaths();
  const named = new Map<string, string | undefined>();

  function findAnywhere(specifier: string, from: string): string | undefined {
    factories ??= createFactories();
    for (const factory of factories) {
      const path = pathBy(factory, specifier, from);
      if (path !== undefined) return isInPackage(path) ? undefined : path;
    }
    if (isRelative(specifier)) return undefined;
    for (const path of [...paths(specifier, from), ...imports(specifier, from)]) {
      const found = isAbsolute(path) ? sourceAt(path) : undefined;
      if (found !== undefined) return found;
    }
    return inWorkspace(workspaces, specifier, from);
  }

  return (specifier, from) => {
    const inMemory = exists && findBeside(specifier, from, exists);
    if (inMemory !== undefined) return inMemory;
    const near = findListed(listings, specifier, from);
    if (near !== undefined) return isInPackage(near) ? undefined : near;
    if (isRelative(specifier)) return findAnywhere(specifier, from);
    // A package or an alias is the same for all folders of a package.
    const key = `${listings.configuredAround(dirname(from))}\0${specifier}`;
    if (!named.has(key)) named.set(key, findAnywhere(specifier, from));
    return named.get(key);
  };
}

/** The source of a package of the same repository that nobody has installed, or built. */
function inWorkspace(workspaces: Workspaces, specifier: string, from: string): string | undefined {
  const [, name, rest = ''] = /^((?:@[^/]+\/)?[^/]+)(.*)$/.exec(specifier) ?? [];
  const folder = name === undefined ? undefined : workspaces(name, from);
  const manifest = folder === undefined ? undefined : manifestIn(folder);
  return folder && manifest && sourceOfEntry(folder, manifest, `.${rest}`);
}

/** Whether a path lies in an installed package. */
export function isInPackage(path: string): boolean {
  return /[\\/]node_modules[\\/]/.test(path);
}

function createFactories(): readonly ResolverFactory[] {
  const base = {
    extensions: [...EXTENSIONS],
    extensionAlias: { ...ALIASES },
    mainFields: ['module', 'main'],
  };
  const source = new ResolverFactory({
    ...base,
    tsconfig: 'auto',
    conditionNames: ['import', 'require', 'node'],
  });
  // A workspace package that is not built has only its types.
  const types = source.cloneWithOptions({
    ...base,
    tsconfig: 'auto',
    mainFields: ['types', 'typings'],
    conditionNames: ['types', 'import', 'require', 'node'],
  });
  // A tsconfig that extends what is not installed stops the others; relative files are still there.
  const plain = new ResolverFactory({ ...base, conditionNames: ['import', 'require', 'node'] });
  return [source, types, plain];
}

function pathBy(factory: ResolverFactory, specifier: string, from: string): string | undefined {
  try {
    return factory.resolveFileSync(from, specifier).path;
  } catch {
    // A broken tsconfig or package.json of the user's: as if nothing were found.
    return undefined;
  }
}

/** Most specifiers name a file beside their importer, which a listing tells at a tenth of the cost. */
function findListed(listings: Listings, specifier: string, from: string): string | undefined {
  if (!/^\.{1,2}\//.test(specifier) || /(?:^|\/)\.{0,2}$|[?#]/.test(specifier)) return undefined;
  const base = joinPath(dirname(from), specifier);
  const extension = /\.[cm]?jsx?$/.exec(base)?.[0] ?? '';
  const aliases = ALIASES[extension];
  if (aliases !== undefined) {
    return listings.find(base.slice(0, base.length - extension.length), aliases);
  }
  return listings.find(base, ['', ...EXTENSIONS]) ?? listings.findIndex(base, EXTENSIONS);
}

/** The file that a relative specifier means, among those that `exists` knows. */
export function findBeside(
  specifier: string,
  from: string,
  exists: (path: string) => boolean,
): string | undefined {
  if (!isRelative(specifier)) return undefined;
  const base = joinPath(dirname(from), specifier);
  const extension = /\.[cm]?jsx?$/.exec(base)?.[0] ?? '';
  const stem = base.slice(0, base.length - extension.length);
  const candidates = [
    ...(ALIASES[extension] ?? []).map(alias => stem + alias),
    base,
    ...EXTENSIONS.map(ending => base + ending),
    ...EXTENSIONS.map(ending => `${base}/index${ending}`),
  ];
  return candidates.find(exists);
}
