import { join } from 'node:path';
import { runGit } from '../git.ts';
import { UsageError } from '../terminal.ts';

/** Which files of those that the user names are meant. */
export interface Choice {
  /** Only what differs from where this commit and the current one parted. */
  readonly since: string | undefined;
  /** Only what is staged. */
  readonly isStaged: boolean;
}

/** Keeps the files that git says have changed; all of them when nothing was asked for. */
export function onlyChanged(
  files: readonly string[],
  { since, isStaged }: Choice,
  cwd: string,
): readonly string[] {
  if (since === undefined && !isStaged) return files;
  const root = runGit(cwd, ['rev-parse', '--show-cdup'])?.replace(/\r?\n$/, '');
  if (root === undefined) {
    const flag = since === undefined ? '--staged' : '--since';
    throw new UsageError(`${flag} needs a git repository, and this is none.`);
  }
  const names = [
    ...(isStaged ? namesOf(cwd, ['diff', '--cached', ...listing]) : []),
    ...(since === undefined ? [] : namesSince(since, cwd)),
  ];
  const changed = new Set(names.map(name => join(cwd, root, name)));
  return files.filter(file => changed.has(file));
}

const listing = ['--name-only', '-z', '--diff-filter=d'];

/** What differs between the fork and the working tree, and what git does not know yet. */
function namesSince(since: string, cwd: string): readonly string[] {
  const commit = runGit(cwd, ['rev-parse', '--verify', '--quiet', `${since}^{commit}`]);
  if (commit === undefined) throw new UsageError(`git knows no commit '${since}'.`);
  const fork = runGit(cwd, ['merge-base', commit.trim(), 'HEAD']) ?? commit;
  const others = ['ls-files', '-z', '--others', '--exclude-standard', '--full-name', ':/'];
  return [...namesOf(cwd, ['diff', fork.trim(), ...listing]), ...namesOf(cwd, others)];
}

function namesOf(cwd: string, words: readonly string[]): readonly string[] {
  return runGit(cwd, words)?.split('\0').filter(Boolean) ?? [];
}
