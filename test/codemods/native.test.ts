import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { globSync } from 'tinyglobby';
import { expect, test } from 'vitest';

const node = process.env['POOL_NODE24'];
if (node === undefined) {
  console.warn(
    'SKIPPED: POOL_NODE24 names no Node 24, so `await using` runs only as a compiler rewrites it.',
  );
}

const outputs = globSync('fixtures/codemods/await-using/*.out.*').sort();

/** The oracle in one file. Packages stay outside, so it stands where they are found. */
function buildJudge(): string {
  const folder = 'node_modules/.cache/eslint-plugin-pool';
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `judge-${process.pid}.mjs`);
  buildSync({
    entryPoints: ['test/codemods/judge-main.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile,
  });
  return outfile;
}

test.skipIf(node === undefined)('`await using` does the same where Node itself runs it', () => {
  const script = buildJudge();
  const pairs = outputs.flatMap(output => [output.replace('.out.', '.in.'), output]);
  try {
    const { stdout, stderr } = spawnSync(node ?? '', [script, ...pairs], { encoding: 'utf8' });
    expect(stderr).toBe('');
    const functions = outputs.map(output => {
      const text = readFileSync(output, 'utf8');
      return `judged ${[...text.matchAll(/^(?:export (?:async )?(?:function|const)|exports\.)/gm)].length}`;
    });
    expect(stdout.trim().split('\n')).toEqual(functions);
  } finally {
    rmSync(script, { force: true });
  }
});
