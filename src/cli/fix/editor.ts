import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Terminal } from '../terminal.ts';

/**
 * The text as the user's editor leaves it, or why there is none.
 *
 * The editor gets a copy with the same name, so that it colours it as it would the file.
 */
export function editText(
  path: string,
  text: string,
  { env }: Terminal,
): { readonly text: string } | { readonly failure: string } {
  const editor = env['VISUAL'] || env['EDITOR'];
  if (!editor) return { failure: 'Set $EDITOR to the editor that should open.' };
  const folder = mkdtempSync(join(tmpdir(), 'pool-fix-'));
  try {
    const copy = join(folder, basename(path));
    writeFileSync(copy, text);
    // A shell, because editors are set with their arguments: `code --wait`.
    const { status, error } = spawnSync(`${editor} ${JSON.stringify(copy)}`, {
      shell: true,
      stdio: 'inherit',
      env: { ...env },
    });
    if (error !== undefined) return { failure: `${editor} did not start: ${error.message}` };
    if (status !== 0) return { failure: `${editor} ended with exit code ${status}.` };
    return { text: readFileSync(copy, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
