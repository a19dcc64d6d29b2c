import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const main = join(process.cwd(), 'dist/cli/main.js');

test('the output in the README is what the command prints', () => {
  const readme = readFileSync('README.md', 'utf8');
  const shown = /<!-- output:start -->\s+```console\n\$ (.+)\n\n([\s\S]*?)```/.exec(readme);
  const [, command = '', output = ''] = shown ?? [];
  const [, , ...argv] = command.split(' ');
  const cwd = 'fixtures/apps/clinic';
  const { stdout } = spawnSync(process.execPath, [main, ...argv], { cwd, encoding: 'utf8' });
  expect(withoutTime(output), 'paste what the command prints now').toBe(withoutTime(stdout));
});

function withoutTime(text: string): string {
  return text.replace(/\d+\.\d s\)/, '… s)');
}
