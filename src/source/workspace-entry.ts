import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from './workspaces.ts';

const CONDITIONS = [
  'source',
  'development',
  'import',
  'require',
  'module',
  'default',
  'node',
  'types',
];
const SOURCES = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];
/** Folders that builds write to; `esm` and the like stand below them. */
const BUILT = /^(?:dist|build|lib|out|output|es|esm|cjs|types|umd)\//;

/**
 * The source file behind an entry of a workspace's package: its `exports`, `main` or the path itself.
 *
 * Where an entry leads to what a build writes and nobody has built, the file of the same name below
 * `src`, or beside it, is its source.
 */
export function sourceOfEntry(
  folder: string,
  manifest: Manifest,
  subpath: string,
): string | undefined {
  for (const target of targetsOf(manifest, subpath)) {
    for (const path of sourcesFor(target)) {
      const found = sourceAt(join(folder, path));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function targetsOf({ exports, main, module, types }: Manifest, subpath: string): readonly string[] {
  if (exports !== undefined && exports !== null) return exportedAs(exports, subpath);
  if (subpath !== '.') return [subpath];
  return [module, main, types, './src/index', './index'].filter(one => typeof one === 'string');
}

function exportedAs(exports: unknown, subpath: string): readonly string[] {
  if (typeof exports !== 'object' || exports === null || !('.' in exports || hasPaths(exports))) {
    return subpath === '.' ? conditional(exports) : [];
  }
  const entries = Object.entries(exports);
  const exact = entries.find(([key]) => key === subpath);
  if (exact !== undefined) return conditional(exact[1]);
  for (const [key, target] of entries) {
    const [before = '', after = ''] = key.split('*');
    if (!key.includes('*') || !subpath.startsWith(before) || !subpath.endsWith(after)) continue;
    const star = subpath.slice(before.length, subpath.length - after.length);
    return conditional(target).map(one => one.replaceAll('*', () => star));
  }
  return [];
}

function hasPaths(exports: object): boolean {
  return Object.keys(exports).some(key => key.startsWith('./'));
}

/** The paths of a target, those of the conditions that lead to source first. */
function conditional(target: unknown): readonly string[] {
  if (typeof target === 'string') return [target];
  if (Array.isArray(target)) return target.flatMap(conditional);
  if (typeof target !== 'object' || target === null) return [];
  const rank = (name: string): number =>
    CONDITIONS.includes(name) ? CONDITIONS.indexOf(name) : CONDITIONS.length;
  const entries = Object.entries(target).toSorted(([a], [b]) => rank(a) - rank(b));
  return entries.flatMap(([, inner]) => conditional(inner));
}

/** Paths without an ending: as written, and where the source of a built file may be. */
function sourcesFor(target: string): readonly string[] {
  const path = target.replace(/^\.\//, '').replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');
  let inner = path;
  while (BUILT.test(inner)) inner = inner.slice(inner.indexOf('/') + 1);
  if (inner === path) return [path, `src/${path}`];
  return [`src/${inner}`, inner, path];
}

/** The source file that a path means: as written, with an ending, or as a folder. */
export function sourceAt(path: string): string | undefined {
  const candidates = [
    ...(SOURCES.some(ending => path.endsWith(ending)) ? [path] : []),
    ...SOURCES.map(ending => path + ending),
    ...SOURCES.map(ending => `${path}/index${ending}`),
  ];
  return candidates.find(isFile);
}

function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    // `package.json/index.ts`: what is no folder has nothing inside.
    return false;
  }
}
