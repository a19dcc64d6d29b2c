import { execFileSync } from 'node:child_process';

/** What git printed, or `undefined` when it failed or is missing. */
export function runGit(cwd: string, words: readonly string[], input = ''): string | undefined {
  try {
    return execFileSync('git', words, {
      cwd,
      encoding: 'utf8',
      maxBuffer: 2 ** 29,
      input,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
  } catch {
    return undefined;
  }
}
