import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of a workspace's package by its name; `undefined` for every other package. */
export type Workspaces = (name: string, from: string) => string | undefined;

/** What is read of a `package.json`. */
export interface Manifest {
  readonly name?: unknown;
  readonly exports?: unknown;
  readonly main?: unknown;
  readonly module?: unknown;
  readonly types?: unknown;
  readonly workspaces?: unknown;
  readonly dependencies?: unknown;
  readonly devDependencies?: unknown;
}

const MAX_DEPTH = 3;
/** Where packages lie when nothing says where, as in a tree without its `pnpm-workspace.yaml`. */
const ANYWHERE = ['*', '*/*'];

/**
 * Finds the packages of a repository by their names, also when nobody has installed them.
 *
 * The nearest folder above that lists workspaces says where they are: `workspaces` of its
 * `package.json`, or `pnpm-workspace.yaml`. Where nothing says it, only what a manifest asks for with
 * `workspace:` is looked for.
 */
export function createWorkspaces(): Workspaces {
  const members = new Map<string, ReadonlyMap<string, string>>();
  const roots = new Map<string, Root | undefined>();
  return (name, from) => {
    const folder = dirname(from);
    if (!roots.has(folder)) roots.set(folder, rootAround(folder));
    const root = roots.get(folder);
    if (root === undefined) return undefined;
    if (root.isGuessed && !asksFor(folder, name)) return undefined;
    const known = members.get(root.folder) ?? membersOf(root);
    members.set(root.folder, known);
    return known.get(name);
  };
}

interface Root {
  readonly folder: string;
  readonly patterns: readonly string[];
  readonly isGuessed: boolean;
}

function rootAround(from: string): Root | undefined {
  let topmost: string | undefined;
  for (const folder of foldersAbove(from)) {
    const manifest = manifestIn(folder);
    const patterns = [...listedBy(manifest), ...listedByPnpm(folder)];
    if (patterns.length > 0) return { folder, patterns, isGuessed: false };
    if (manifest !== undefined) topmost = folder;
    if (existsSync(join(folder, '.git'))) break;
  }
  return topmost === undefined
    ? undefined
    : { folder: topmost, patterns: ANYWHERE, isGuessed: true };
}

function* foldersAbove(from: string): Generator<string> {
  for (let folder = from; ; folder = dirname(folder)) {
    yield folder;
    if (dirname(folder) === folder) return;
  }
}

/** What a folder's `package.json` says; `undefined` when there is none that can be read. */
export function manifestIn(folder: string): Manifest | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return isObject(value) ? value : undefined;
  } catch {
    // Not there, or broken: as if it said nothing.
    return undefined;
  }
}

function listedBy(manifest: Manifest | undefined): readonly string[] {
  const listed = manifest?.workspaces;
  return texts(isObject(listed) ? listed['packages'] : listed);
}

/** The list under `packages:`, one pattern a line. */
function listedByPnpm(folder: string): readonly string[] {
  let text: string;
  try {
    text = readFileSync(join(folder, 'pnpm-workspace.yaml'), 'utf8');
  } catch {
    return [];
  }
  const list = /^packages:[^\n]*\n((?:[ \t]*(?:-[^\n]*|#[^\n]*)?\n?)*)/m.exec(text)?.[1] ?? '';
  return [...list.matchAll(/^[ \t]*-[ \t]*(['"]?)([^'"\n#]+?)\1[ \t]*(?:#.*)?$/gm)].flatMap(
    ([, , pattern]) => pattern ?? [],
  );
}

function membersOf({ folder, patterns }: Root): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const pattern of patterns) {
    if (pattern.startsWith('!')) continue;
    for (const member of foldersBy(folder, pattern.split('/').filter(isStep))) {
      const name = manifestIn(member)?.name;
      if (typeof name === 'string' && !found.has(name)) found.set(name, member);
    }
  }
  return found;
}

function isStep(step: string): boolean {
  return step !== '' && step !== '.';
}

/** The folders that a pattern leads to: names, `*` for any folder, `**` for any number of them. */
function foldersBy(
  folder: string,
  [step, ...rest]: readonly string[],
  depth = 0,
): readonly string[] {
  if (step === undefined) return [folder];
  if (step === '**') {
    const below = depth < MAX_DEPTH ? foldersIn(folder) : [];
    const deeper = below.flatMap(one => foldersBy(join(folder, one), ['**', ...rest], depth + 1));
    return [...foldersBy(folder, rest, depth), ...deeper];
  }
  if (!step.includes('*')) return foldersBy(join(folder, step), rest, depth);
  const [before = '', after = ''] = step.split('*');
  const fitting = foldersIn(folder).filter(one => one.startsWith(before) && one.endsWith(after));
  return fitting.flatMap(one => foldersBy(join(folder, one), rest, depth));
}

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(one => one.isDirectory() && one.name !== 'node_modules' && !one.name.startsWith('.'))
      .map(({ name }) => name);
  } catch {
    return [];
  }
}

/** Whether the nearest `package.json` wants a package from the same repository: `workspace:*`. */
function asksFor(from: string, name: string): boolean {
  for (const folder of foldersAbove(from)) {
    const manifest = manifestIn(folder);
    if (manifest === undefined) continue;
    return [manifest.dependencies, manifest.devDependencies].some(list => {
      const version = isObject(list) ? list[name] : undefined;
      return typeof version === 'string' && version.startsWith('workspace:');
    });
  }
  return false;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter(one => typeof one === 'string') : [];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
