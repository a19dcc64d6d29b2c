import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { globSync } from 'tinyglobby';
import { describe, expect, test, vi } from 'vitest';
import { rules } from '../../rules/index.ts';
import { toTransform } from '../../src/jscodeshift/transform.ts';
import { standIn } from '../cli/fix/stand-in.ts';
import { fileWith, leakIn } from '../cli/fix/stand-in.ts';
import { createFolder } from '../cli/run-in.ts';

const jscodeshift = resolve('node_modules/jscodeshift/bin/jscodeshift.js');
const command = resolve('dist/cli/main.js');

function textsIn(folder: string): Readonly<Record<string, string>> {
  const files = globSync('**/*.{ts,js}', { cwd: folder }).sort();
  return Object.fromEntries(files.map(file => [file, readFileSync(join(folder, file), 'utf8')]));
}

function run(cwd: string, script: string, ...argv: readonly string[]): string {
  const { stdout, stderr } = spawnSync(process.execPath, [script, ...argv], {
    cwd,
    encoding: 'utf8',
  });
  return stdout + stderr;
}

test.each(['try-finally', 'release-in-callbacks'])(
  'jscodeshift with %s writes what `fix --write` writes',
  name => {
    const [one, two] = [createFolder({}), createFolder({})];
    for (const folder of [one, two]) cpSync('fixtures/apps/clinic', folder, { recursive: true });
    const transform = resolve(`dist/codemods/${name}.js`);
    const printed = run(
      one,
      jscodeshift,
      '-t',
      transform,
      '--extensions=ts,js',
      '--run-in-band',
      'src',
    );
    run(two, command, 'fix', 'src', '--write', '--no-types', '--codemod', name);
    expect(printed).toContain('0 errors');
    expect(textsIn(one)).toEqual(textsIn(two));
    expect(textsIn(one)).not.toEqual(textsIn('fixtures/apps/clinic'));
  },
);

describe('a transform', () => {
  const transform = toTransform(standIn, rules);

  async function change(source: string, options: Parameters<typeof transform>[2] = {}) {
    const folder = createFolder({ 'a.js': source });
    const report = vi.fn<(message: string) => void>();
    const result = await transform({ path: join(folder, 'a.js'), source }, { report }, options);
    return { folder, result, reports: report.mock.calls.flat() };
  }

  test('gives nothing where nothing changes', async () => {
    expect((await change('export {};')).result).toBeUndefined();
    expect((await change(fileWith())).result).toBeUndefined();
  });

  test('reads the source that it is given, and keeps its mark and line ends', async () => {
    const source = `\uFEFF${fileWith(leakIn('find')).replaceAll('\n', '\r\n')}`;
    const { result } = await change(source);
    expect(result?.startsWith('\uFEFFimport')).toBe(true);
    expect(result).toContain('\r\n  } finally {\r\n');
  });

  test('reports why it leaves something', async () => {
    const { result, reports } = await change(fileWith(leakIn('find', '#refuse')));
    expect({ result, reports }).toEqual({
      result: undefined,
      reports: ['6:24 wrap-finally: The function asks for it.'],
    });
  });

  test('takes the options of `fix`', async () => {
    const source = fileWith(leakIn('find', '#likely'));
    expect((await change(source)).result).toBeUndefined();
    expect((await change(source, { 'min-confidence': 'likely' })).result).toContain('finally');
  });

  test('writes new files, but not in a dry run', async () => {
    const source = fileWith(leakIn('find', '#create'));
    expect(existsSync(join((await change(source)).folder, 'lease.js'))).toBe(true);
    expect(existsSync(join((await change(source, { dry: true })).folder, 'lease.js'))).toBe(false);
  });
});
