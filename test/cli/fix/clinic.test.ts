import { spawnSync } from 'node:child_process';
import { cpSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { codemods } from '../../../codemods/index.ts';
import { createFolder } from '../run-in.ts';

const command = resolve('dist/cli/main.js');

function run(cwd: string, program: string, ...argv: readonly string[]) {
  return spawnSync(program, argv, { cwd, encoding: 'utf8' });
}

/** The application type-checks, and its own tests pass. */
function expectHealth(folder: string): void {
  const { status, stdout } = run(folder, 'npm', 'test', '--silent');
  expect({ status, failed: /^# fail (\d+)/m.exec(stdout)?.[1] }, stdout).toEqual({
    status: 0,
    failed: '0',
  });
}

test('the clinic is repaired, and works as before', { timeout: 300_000 }, () => {
  const folder = createFolder({});
  cpSync('fixtures/apps/clinic', folder, { recursive: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  expectHealth(folder);

  const argv = ['fix', 'src', '--write', '--min-confidence', 'likely'];
  const fixed = run(folder, process.execPath, command, ...argv);
  expect(fixed.stdout).toContain('✔ Wrote ');

  const checked = run(folder, process.execPath, command, 'check', 'src', '--quiet');
  const repaired = new Set(codemods.flatMap(({ repairs }) => repairs));
  const left = checked.stdout
    .split('\n')
    .filter(line => repaired.has(/pool\/(\S+)$/.exec(line)?.[1] ?? ''));
  expect(left).toEqual([]);
  expectHealth(folder);
});
