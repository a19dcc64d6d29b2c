import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const main = join(process.cwd(), 'dist/cli/main.js');
const cwd = 'fixtures/apps/clinic';

/** The commands that a page shows, with their output. */
function shownIn(page: string): readonly (readonly [command: string, output: string])[] {
  const text = readFileSync(page, 'utf8');
  const blocks = [...text.matchAll(/<!-- output:start -->([\s\S]*?)<!-- output:end -->/g)];
  return blocks.flatMap(([, block = '']) =>
    [...block.matchAll(/```console\n\$ (.+)\n\n([\s\S]*?)```/g)].map(
      ([, command = '', output = '']) => [command, output] as const,
    ),
  );
}

function run(command: string): string {
  const [, , ...argv] = command.split(' ');
  return spawnSync(process.execPath, [main, ...argv], { cwd, encoding: 'utf8' }).stdout;
}

describe('output in pages is what the command prints', () => {
  test.each([
    ['README.md', 2],
    ['docs/budget.md', 2],
    ['docs/cli.md', 1],
  ])('%s', (page, count) => {
    const shown = shownIn(page);
    expect(shown).toHaveLength(count);
    for (const [command, output] of shown) {
      expect(withoutTime(output), `paste what ${command} prints now`).toBe(
        withoutTime(run(command)),
      );
    }
  });

  test('the picture in docs/budget.md', () => {
    const markdown = run('npx eslint-plugin-pool budget --format markdown');
    const [picture = ''] = /```mermaid[\s\S]*?```/.exec(markdown) ?? [];
    expect(picture).toContain('flowchart');
    expect(readFileSync('docs/budget.md', 'utf8')).toContain(picture);
  });
});

function withoutTime(text: string): string {
  return text.replace(/\d+\.\d s\)/, '… s)');
}
