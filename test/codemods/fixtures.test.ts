import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { globSync } from 'tinyglobby';
import { describe, expect, test } from 'vitest';
import { createFolder } from '../cli/run-in.ts';
import { faultsUpTo, functionsOf, judge, record } from './oracle.ts';

const command = resolve('dist/cli/main.js');
const inputs = globSync(
  'fixtures/codemods/{await-using,pool-query,release-in-callbacks,try-finally}/*.in.ts',
).sort();
const pairs = inputs.filter(input => existsSync(outputOf(input)));

function outputOf(input: string): string {
  return input.replace(/\.in\.ts$/, '.out.ts');
}

function textOf(path: string): string {
  return readFileSync(path, 'utf8');
}

/** A folder in which the text is a project of its own. */
function projectOf(text: string): string {
  const folder = createFolder({
    'case.ts': text,
    'package.json': '{ "type": "module" }',
    'tsconfig.json': textOf('fixtures/tsconfig.json').replace('"rules", "summaries"', '"case.ts"'),
  });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  return folder;
}

function run(cwd: string, ...argv: readonly string[]) {
  return spawnSync(process.execPath, argv, { cwd, encoding: 'utf8' });
}

function fix(folder: string, input: string) {
  const codemod = basename(dirname(input));
  const argv = ['fix', '--write', '--codemod', codemod, '--min-confidence', 'likely'];
  return run(folder, command, ...argv);
}

describe('codemods', () => {
  test.each(inputs)('%s becomes its output, or is refused for its reason', input => {
    const text = textOf(input);
    const folder = projectOf(text);
    const { stdout } = fix(folder, input);
    const reason = /^\/\/ refused: (.*)$/m.exec(text)?.[1];
    expect(existsSync(outputOf(input))).toBe(reason === undefined);
    expect(textOf(join(folder, 'case.ts'))).toBe(
      reason === undefined ? textOf(outputOf(input)) : text,
    );
    if (reason !== undefined) expect(stdout).toContain(reason);
  });

  test.each(pairs)('the output of %s compiles, has no finding and stays as it is', input => {
    const after = textOf(outputOf(input));
    const folder = projectOf(after);
    const checked = run(folder, command, 'check', '--quiet', 'case.ts');
    expect(checked.stdout).not.toContain('no-leaked-connection');
    fix(folder, input);
    expect(textOf(join(folder, 'case.ts'))).toBe(after);
    const compiled = run(folder, resolve('node_modules/typescript/bin/tsc'), '-p', '.');
    expect(compiled.stdout).toBe('');
  });

  test.each(pairs)(
    '%s does the same where nothing fails, and ends well where something does',
    async input => {
      const [before, after] = [textOf(input), textOf(outputOf(input))];
      for (const name of functionsOf(before)) {
        expect(await judge(before, after, name), name).toEqual([]);
        expect(await isLeaky(before, name), `${name} needs no repair`).toBe(true);
      }
    },
  );
});

async function isLeaky(source: string, name: string): Promise<boolean> {
  const { operations } = await record(source, name, []);
  for (const failing of [[], ...faultsUpTo(operations)]) {
    const { open, problems } = await record(source, name, failing);
    if (open > 0 || problems.length > 0) return true;
  }
  return false;
}

describe('the oracle sees', () => {
  const input = 'fixtures/codemods/try-finally/transactions.in.ts';
  const [before, after] = [textOf(input), textOf(outputOf(input))];
  const release = 'connection.release();';
  const update = "await connection.query('update a set n = n - 1 where id = ?', [from]);";

  test.each([
    ['a release that is gone', release, '', /stays open/],
    ['a release too many', release, `${release} ${release}`, /released twice/],
    ['a rollback that is gone', 'await connection.rollback();', '', /inside a transaction/],
    [
      'a commit on the way out',
      'await connection.rollback();',
      'await connection.commit();',
      /commits/,
    ],
    ['a statement that is gone', update, '', /statements/],
    [
      'a statement after the release',
      'throw error;',
      `${release} ${update} throw error;`,
      /after the release/,
    ],
  ])('%s', async (_, text, instead, complaint) => {
    const broken = after.replace(text, instead);
    expect(broken).not.toBe(after);
    expect((await judge(before, broken, 'move')).join('\n')).toMatch(complaint);
  });
});
