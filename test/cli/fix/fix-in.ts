import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../../rules/index.ts';
import { runCommandLine } from '../../../src/cli/run.ts';
import type { Keyboard } from '../../../src/cli/terminal.ts';
import type { Codemod } from '../../../src/codemod.ts';
import { createFolder, type Outcome } from '../run-in.ts';
import { standIn, useless } from './stand-in.ts';

/** How a run differs from one in a pipe. */
interface Circumstances {
  readonly codemods?: readonly Codemod[];
  readonly stdin?: Keyboard;
  readonly env?: Readonly<Record<string, string>>;
  readonly isTTY?: boolean;
}

/** Runs `fix` in a folder. */
export async function fixIn(
  cwd: string,
  argv: readonly string[],
  circumstances: Circumstances = {},
): Promise<Outcome> {
  const { codemods = [standIn, useless], stdin, env = {}, isTTY = false } = circumstances;
  let stdout = '';
  let stderr = '';
  const code = await runCommandLine(
    ['fix', ...argv],
    { rules, codemods },
    {
      cwd,
      env,
      stdout: { isTTY, write: text => void (stdout += text) },
      stderr: { isTTY, write: text => void (stderr += text) },
      ...(stdin && { stdin }),
    },
  );
  return { code, stdout, stderr };
}

/** A repository in which all files are committed; packages are what it ignores. */
export function createRepository(files: Readonly<Record<string, string>>): string {
  const folder = createFolder({
    'package.json': '{}',
    'node_modules/.keep': '',
    '.gitignore': 'node_modules\n',
    ...files,
  });
  git(folder, 'init', '--quiet');
  git(folder, 'config', 'core.autocrlf', 'false');
  commit(folder);
  return folder;
}

/** Commits everything in a repository. */
export function commit(folder: string): void {
  git(folder, 'add', '--all');
  const who = ['-c', 'user.name=test', '-c', 'user.email=test@example.org'];
  git(folder, ...who, 'commit', '--quiet', '--message', 'all');
}

/** Runs git. */
export function git(folder: string, ...words: readonly string[]): string {
  return execFileSync('git', words, { cwd: folder, encoding: 'utf8' });
}

/** The text of a file. */
export function read(folder: string, name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}
