import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { runCommandLine } from '../../src/cli/run.ts';
import type { Rule } from '../../src/rule.ts';
import { acquireRule, leakRule } from './leak-rule.ts';

/** What a run printed and gave back. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a run differs from one in a pipe. */
export interface Circumstances {
  readonly env?: Readonly<Record<string, string>>;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rules?: readonly Rule[];
}

/** Source with one leak. */
export const leaky = `import { Pool } from 'pg';

const pool = new Pool();

export async function find(id) {
  const client = await pool.connect();
  const { rows } = await client.query('select $1', [id]);
  client.release();
  return rows;
}
`;

/** A new folder with files, gone after the test. */
export function createFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'pool-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return folder;
}

/** Runs the command line in a folder. */
export async function runIn(
  cwd: string,
  argv: readonly string[],
  circumstances: Circumstances = {},
): Promise<Outcome> {
  const { env = {}, isTTY = false, columns, rules = [leakRule, acquireRule] } = circumstances;
  let stdout = '';
  let stderr = '';
  const width = columns === undefined ? {} : { columns };
  const code = await runCommandLine(
    argv,
    { rules, codemods: [] },
    {
      cwd,
      env,
      stdout: { isTTY, ...width, write: text => void (stdout += text) },
      stderr: { isTTY: false, write: text => void (stderr += text) },
    },
  );
  if (typeof code !== 'number') throw new Error(`${argv[0]} does not end at once.`);
  return { code, stdout, stderr };
}
