import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { rules } from '../../rules/index.ts';
import { createFolder, runIn } from './run-in.ts';

vi.mock('../../src/analysis/analyse.ts', () => import('./stand-in.ts'));
vi.mock('../../src/analysis/gate.ts', () => import('./stand-in.ts'));

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

describe('mistakes end with code 2 and one line', () => {
  test.each([
    ['chekc src', "Unknown command 'chekc'. Did you mean 'check'?"],
    [
      'src',
      "Unknown command 'src'. Commands: check, fix, verify, budget, explain. To check a path: eslint-plugin-pool check src",
    ],
    ['check --fromat json', "Unknown option '--fromat'. Did you mean '--format'?"],
    ['check --no-typse', "Unknown option '--no-typse'. Did you mean '--no-types'?"],
    ['check -x', "Unknown option '-x'."],
    ['check --format', '--format needs a value.'],
    ['check --format xml', "--format must be 'text' or 'json', not 'xml'."],
    ['check --format jsn', "--format must be 'text' or 'json', not 'jsn'. Did you mean 'json'?"],
    ['check --tier certain', "--tier must be 'sure', 'likely' or 'possible', not 'certain'."],
    ['check nowhere', "'nowhere' does not exist."],
    ['explain', "'explain' needs <rule>: eslint-plugin-pool explain <rule>"],
    ['explain a b', "'explain' does not take 'b'."],
    [
      'explain no-leaked-conection',
      "Unknown rule 'no-leaked-conection'. Did you mean 'no-leaked-connection'?",
    ],
    ['explain xyz', "Unknown rule 'xyz'. Rules: no-leaked-connection, no-acquire."],
  ])('%s', async (line, expected) => {
    const outcome = await runIn(createFolder({}), line.split(' '));
    expect(outcome).toEqual({ code: 2, stdout: '', stderr: `${expected}\n` });
  });

  test('no command prints the help', async () => {
    const { code, stdout, stderr } = await runIn(createFolder({}), []);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('eslint-plugin-pool <command> [options]');
  });

  test('a failure of our own shows its stack and where to report it', async () => {
    const broken = {
      get name(): string {
        throw new Error('broken rule');
      },
    };
    // A rule that fails outside of any file; no real one can be typed so.
    const rule = broken as unknown as (typeof rules)[number];
    const { code, stderr } = await runIn(createFolder({}), ['explain', 'x'], { rules: [rule] });
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^eslint-plugin-pool failed\. This is a mistake .+\n\nError: broken rule\n {4}at/,
    );
  });
});

describe('settings', () => {
  test.each([
    ['pool.config.json', '{', /^pool\.config\.json:1:2 cannot be read: .*JSON/],
    [
      'pool.config.json',
      '[]',
      /^In pool\.config\.json: its content must be an object, not \[\]\.$/m,
    ],
    [
      'pool.config.json',
      '{"driver": []}',
      /^In pool\.config\.json: its content has an unknown key 'driver'\. Did you mean 'drivers'\?$/m,
    ],
    [
      'package.json',
      '{"pool": {"evidence": "all"}}',
      /^In package\.json: `pool\.evidence` must be 'types' or 'any', not 'all'\.$/m,
    ],
    [
      'package.json',
      '{"pool": {"drivers": [{"package": 1}]}}',
      /^In package\.json: `pool\.drivers\[0\]\.package` must be /,
    ],
    [
      'pool.config.json',
      '{"helpers": [{"name": "lend", "does": "gives"}]}',
      /^In pool\.config\.json: `helpers\[0\]\.does` must be 'acquires', 'releases' or 'borrows', not 'gives'\.$/m,
    ],
    [
      'package.json',
      '{"pool": {"helpers": {}}}',
      /^In package\.json: `pool\.helpers` must be an array, not \{\}\.$/m,
    ],
  ])('%s %s', async (name, text, expected) => {
    const { code, stdout, stderr } = await runIn(createFolder({ [name]: text, 'a.js': '' }), [
      'check',
    ]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(expected);
  });

  test('those of a folder above count, those beyond its repository do not', async () => {
    const above = { 'pool.config.json': '{"x": 1}', 'a/b/c.js': '' };
    expect((await runIn(`${createFolder(above)}/a/b`, ['check'])).stderr).toContain(
      "unknown key 'x'",
    );
    const folder = createFolder({ ...above, 'a/.git/HEAD': '' });
    expect((await runIn(`${folder}/a/b`, ['check'])).code).toBe(0);
  });
});

describe('help', () => {
  test.each([['--version'], ['-v']])('%s', async flag => {
    expect(await runIn('/', [flag])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  test.each([[['--help']], [['-h']]])('%j lists the commands', async argv => {
    const { code, stdout } = await runIn('/', argv);
    expect(code).toBe(0);
    expect(stdout).toContain('check [paths...]');
    expect(stdout).toContain('budget [paths...]');
    expect(stdout).toContain('explain <rule>');
  });

  test('of a command: its options, with each word short enough for a terminal', async () => {
    const { code, stdout } = await runIn('/', ['check', '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('--no-types');
    expect(Math.max(...stdout.split('\n').map(line => line.length))).toBeLessThanOrEqual(100);
  });

  test('explain prints the page of a rule, with and without the prefix', async () => {
    const text = readFileSync('docs/rules/no-leaked-connection.md', 'utf8').trimEnd();
    const page = text.replaceAll(/<!--.*?-->\n+/g, '');
    for (const name of ['no-leaked-connection', 'pool/no-leaked-connection']) {
      expect((await runIn('/', ['explain', name], { rules })).stdout).toBe(`${page}\n`);
    }
  });

  test('explain says what it can of a rule without a page', async () => {
    const { code, stdout } = await runIn('/', ['explain', 'no-acquire']);
    expect(code).toBe(0);
    expect(stdout).toBe('# no-acquire\n\nDisallow acquiring.\n');
  });
});
