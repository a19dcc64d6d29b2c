import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runGit } from '../git.ts';
import { toName } from '../path-name.ts';
import { UsageError, type Terminal } from '../terminal.ts';

/** How the guard judges. */
export interface GuardOptions {
  /** Write in any case. */
  readonly isForced: boolean;
  /** Changes that are staged are what the run is about; only those beside them count. */
  readonly allowsStaged: boolean;
}

/**
 * Refuses to change files that git could not give back, before anybody answers a question.
 *
 * Only the files that will be changed count. Without git there is a warning.
 */
export function guard(
  paths: readonly string[],
  { isForced, allowsStaged }: GuardOptions,
  { cwd, stderr }: Terminal,
): void {
  // New files have nothing to lose.
  const existing = paths.filter(path => existsSync(path));
  if (isForced || existing.length === 0) return;
  const states = statesOf(existing);
  if (states === undefined) {
    const how = 'only `fix --undo` can take the changes back';
    stderr.write(`warning: These files are in no git repository, or git is missing: ${how}.\n`);
    return;
  }
  const dirty = states.filter(({ code }) => !(allowsStaged && code.endsWith(' ')));
  if (dirty.length > 0) throw refusal(dirty, cwd);
}

interface State {
  readonly path: string;
  /** Two letters, as `git status --porcelain` prints them: index, then working tree. */
  readonly code: string;
}

/** The files that differ from the last commit; `undefined` when git can tell nothing of one of them. */
function statesOf(paths: readonly string[]): readonly State[] | undefined {
  const byFolder = groupBy(paths, dirname);
  const byRoot = new Map<string, string[]>();
  for (const [folder, files] of byFolder) {
    // It may be far above.
    const root = runGit(folder, ['rev-parse', '--show-toplevel'])?.replace(/\r?\n$/, '');
    if (root === undefined) return undefined;
    byRoot.set(root, [...(byRoot.get(root) ?? []), ...files]);
  }
  return [...byRoot].flatMap(([root, files]) => statesIn(root, files));
}

function groupBy(paths: readonly string[], keyOf: (path: string) => string) {
  const groups = new Map<string, string[]>();
  for (const path of paths) groups.set(keyOf(path), [...(groups.get(keyOf(path)) ?? []), path]);
  return groups;
}

function statesIn(root: string, files: readonly string[]): readonly State[] {
  // Git knows folders by their real names.
  const wanted = new Map(files.map(file => [realpathSync(file), file]));
  const words = ['status', '--porcelain', '-z', '--untracked-files=all', '--no-renames'];
  const listed = runGit(root, words) ?? '';
  return listed.split('\0').flatMap(line => {
    const path = wanted.get(join(root, line.slice(3)));
    return path === undefined ? [] : [{ path, code: line.slice(0, 2) }];
  });
}

function refusal(dirty: readonly State[], cwd: string): UsageError {
  const names = dirty.map(({ path, code }) => `  ${toName(path, cwd)} (${wordCode(code)})`);
  return new UsageError(
    [
      'Nothing was written: files to change have changes that are in no commit.',
      ...names,
      'Commit or stash them, or pass --force.',
    ].join('\n'),
  );
}

function wordCode(code: string): string {
  if (code === '??') return 'not tracked';
  return code.endsWith(' ') ? 'staged' : 'modified';
}
