import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Rule } from '../../src/rule.ts';
import { leakRule } from './leak-rule.ts';
import { createFolder, leaky, runIn } from './run-in.ts';

vi.mock('../../src/analysis/analyse.ts', () => import('./stand-in.ts'));
vi.mock('../../src/analysis/gate.ts', () => import('./stand-in.ts'));

const ownProgram = vi.hoisted(() => vi.fn<(options: object) => object | undefined>());
vi.mock('../../src/evidence/own-program.ts', () => ({ createOwnProgram: ownProgram }));

beforeEach(() => {
  ownProgram.mockReset();
});

const clean = 'export const answer = 42;\n';

describe('exit codes', () => {
  test('0 without findings, which is said', async () => {
    const { code, stdout } = await runIn(createFolder({ 'a.js': clean }), ['check']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^✔ No findings \(1 checked, without types, \d+\.\d s\)\n$/);
  });

  test('1 with findings', async () => {
    const { code, stdout } = await runIn(createFolder({ 'a.js': leaky, 'b.js': clean }), ['check']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/\n\n✖ 1 finding in 1 file \(2 checked, without types, \d+\.\d s\)\n$/);
  });

  test('1 with a file that does not parse', async () => {
    const { code, stdout } = await runIn(createFolder({ 'a.js': 'const = 1;', 'b.js': clean }), [
      'check',
    ]);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^a\.js:1:7 {2}cannot be parsed: .+\n\nNo findings \(2 checked, 1 unreadable/,
    );
  });

  test('1 with a file that does not parse, even if it has nothing to do with a database', async () => {
    const folder = createFolder({ 'a.js': '// #gated\nconst = 1;', 'b.js': '// #gated' });
    const { code, stdout } = await runIn(folder, ['check']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^a\.js:2:7 {2}cannot be parsed: /);
  });

  test('2 when our own code fails, after everything else was checked', async () => {
    const folder = createFolder({ 'a.js': '// #crash\n', 'b.js': leaky });
    const { code, stdout } = await runIn(folder, ['check']);
    expect(code).toBe(2);
    expect(stdout).toContain(
      'a.js:1:1  failure: The analysis of this file failed: the stand-in fell',
    );
    expect(stdout).toMatch(/This is a mistake in eslint-plugin-pool \S+, not in your code\./);
    expect(stdout).toContain('b.js:6:24  pool/no-leaked-connection');
    expect(stdout).not.toContain('at analyse');
  });

  test('2 when a rule fails, and the other rules are still heard', async () => {
    const broken: Rule = {
      ...leakRule,
      name: 'no-broken',
      check() {
        throw new Error('no words');
      },
    };
    const circumstances = { rules: [broken, leakRule] };
    const { code, stdout } = await runIn(createFolder({ 'a.js': leaky }), ['check'], circumstances);
    expect(code).toBe(2);
    expect(stdout).toContain('a.js:1:1  failure: The analysis of this file failed: no words.');
    expect(stdout).toContain('a.js:6:24  pool/no-leaked-connection');
  });

  test('0 with a note', async () => {
    const { code, stdout } = await runIn(createFolder({ 'a.js': '// #note\n' }), ['check']);
    expect(code).toBe(0);
    expect(stdout).toContain('a.js:1:1  note: A function was too long.');
    expect(stdout).toMatch(/\n\nNo findings \(1 checked, 1 note, /);
  });

  test('0 where there is nothing to check, which is said', async () => {
    const { code, stdout } = await runIn(createFolder({ 'a.txt': '' }), ['check']);
    expect(code).toBe(0);
    expect(stdout).toBe('No JavaScript or TypeScript files here.\n');
  });
});

describe('what is reported', () => {
  test.each([
    [[], 0],
    [['--tier', 'sure'], 0],
    [['--tier', 'possible'], 1],
  ])('%j reports %i possible findings', async (argv, count) => {
    const folder = createFolder({ 'a.js': `// #possible\n${leaky}` });
    const { stdout } = await runIn(folder, ['check', ...argv, '--quiet']);
    expect(stdout.split('\n').filter(Boolean)).toHaveLength(count);
  });

  test('--all runs rules that are not recommended', async () => {
    const { stdout } = await runIn(createFolder({ 'a.js': leaky }), ['check', '--all', '--quiet']);
    expect(stdout).toBe(
      'a.js:6:24: `pool.connect()` acquires. pool/no-acquire\n' +
        'a.js:6:24: `client` is not released when line 7 throws. pool/no-leaked-connection\n',
    );
  });

  test('settings choose the evidence', async () => {
    const text = `// #usage\n${leaky}`;
    const settings = JSON.stringify({ evidence: 'types' });
    expect((await runIn(createFolder({ 'a.js': text }), ['check'])).code).toBe(1);
    const folder = createFolder({ 'a.js': text, 'pool.config.json': settings });
    expect((await runIn(folder, ['check'])).code).toBe(0);
  });

  test('comments of ESLint are honoured, and counted', async () => {
    const text = leaky.replace('  const client', '  // eslint-disable-next-line\n  const client');
    const { code, stdout } = await runIn(createFolder({ 'a.js': text }), ['check']);
    expect(code).toBe(0);
    expect(stdout).toContain('✔ No findings (1 checked, 1 disabled by comments, without types,');
  });

  test('a byte order mark and CRLF do not move columns', async () => {
    const text = `\uFEFF${leaky.replaceAll('\n', '\r\n')}`;
    const { stdout } = await runIn(createFolder({ 'a.js': text }), ['check', '--quiet']);
    expect(stdout).toContain('a.js:6:24: `client` is not released when line 7 throws.');
  });
});

describe('types', () => {
  test('are asked of one program for all files', async () => {
    const folder = createFolder({ 'a.js': leaky, 'b.js': leaky });
    ownProgram.mockReturnValue({ notes: ['tsconfig.json names a file that is not there.'] });
    const { stdout, stderr } = await runIn(folder, ['check']);
    expect(ownProgram.mock.calls).toEqual([
      [{ cwd: folder, files: [join(folder, 'a.js'), join(folder, 'b.js')] }],
    ]);
    expect(stdout).not.toContain('without types');
    expect(stderr).toBe('note: tsconfig.json names a file that is not there.\n');
  });

  test('their absence is said', async () => {
    const { stdout } = await runIn(createFolder({ 'a.js': leaky }), ['check']);
    expect(stdout).toMatch(/\(1 checked, without types, /);
  });

  test('--no-types builds no program', async () => {
    const { stdout } = await runIn(createFolder({ 'a.js': leaky }), ['check', '--no-types']);
    expect(stdout).toMatch(/\(1 checked, without types, /);
    expect(ownProgram).not.toHaveBeenCalled();
  });
});

describe('broken files', () => {
  test.skipIf(process.getuid?.() === 0)('a file that cannot be read is named', async () => {
    const folder = createFolder({ 'a.js': leaky });
    chmodSync(join(folder, 'a.js'), 0);
    const { code, stdout } = await runIn(folder, ['check']);
    expect(code).toBe(1);
    expect(stdout).toContain('a.js:1:1  cannot be read: EACCES');
  });

  test('--quiet does not hide files that were not checked', async () => {
    const folder = createFolder({ 'a.js': 'const = 1;', 'b.js': '// #crash' });
    const { stdout } = await runIn(folder, ['check', '--quiet']);
    expect(stdout.split('\n').map(line => line.slice(0, 8))).toEqual(['a.js:1:7', 'b.js:1:1', '']);
  });
});
