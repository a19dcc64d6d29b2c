import { describe, expect, test, vi } from 'vitest';
import { drawFrame, type Label } from '../../src/cli/code-frame.ts';
import { toLines } from '../../src/cli/lines.ts';
import picocolors from 'picocolors';
import { createFolder, leaky, runIn } from './run-in.ts';

vi.mock('../../src/analysis/analyse.ts', () => import('./stand-in.ts'));
vi.mock('../../src/analysis/gate.ts', () => import('./stand-in.ts'));

const frame = `a.js:6:24  pool/no-leaked-connection
\`client\` is not released when line 7 throws.

  6 │   const client = await pool.connect();
    │                        ^^^^^^^^^^^^^^ acquired here
  7 │   const { rows } = await client.query('select $1', [id]);
    │                          ------------------------------- if this throws
  8 │   client.release();
  9 │   return rows;
    │   ------------ leaves here, still open
`;

describe('text', () => {
  test('a finding is a place, a sentence and a frame', async () => {
    const { stdout } = await runIn(createFolder({ 'a.js': leaky }), ['check']);
    expect(stdout.startsWith(frame)).toBe(true);
  });

  test('--explain adds path, evidence and tier', async () => {
    const { stdout } = await runIn(createFolder({ 'a.js': leaky }), ['check', '--explain']);
    expect(stdout).toContain(
      `${frame}
  path       line 6 acquired here → line 7 if this throws → line 9 leaves here, still open
  evidence   creation: the code that makes the pool or connection was seen
  tier       likely
`,
    );
  });

  test('--quiet prints one line', async () => {
    const { stdout } = await runIn(createFolder({ 'a.js': leaky }), ['check', '--quiet']);
    expect(stdout).toBe(
      'a.js:6:24: `client` is not released when line 7 throws. pool/no-leaked-connection\n',
    );
  });

  test('files outside the folder are printed with their whole path', async () => {
    const folder = createFolder({ 'a/one.js': leaky, 'b/two.js': '' });
    const { stdout } = await runIn(`${folder}/b`, ['check', '../a', '--quiet']);
    expect(stdout.startsWith(`${folder}/a/one.js:6:24: `)).toBe(true);
  });

  test.each([
    [{}, [], false],
    [{ isTTY: true }, [], true],
    [{ isTTY: true }, ['--no-color'], false],
    [{ isTTY: true, env: { NO_COLOR: '1' } }, [], false],
    [{ isTTY: true, env: { TERM: 'dumb' } }, [], false],
    [{ env: { FORCE_COLOR: '1' } }, [], true],
    [{ env: { NO_COLOR: '1' } }, ['--color'], true],
  ])('%j %j: coloured %s', async (circumstances, argv, expected) => {
    const { stdout } = await runIn(
      createFolder({ 'a.js': leaky }),
      ['check', ...argv],
      circumstances,
    );
    expect(stdout.includes('\u001B[')).toBe(expected);
  });
});

describe('frame', () => {
  test('lines far apart', () => {
    const text = Array.from({ length: 12 }, (_, index) => `line${index + 1}();`).join('\n');
    expect(draw(text, ['line3()', 'one', true], ['line11()', 'two'])).toEqual([
      '   3 │ line3();',
      '     │ ^^^^^^^ one',
      '   … │',
      '  11 │ line11();',
      '     │ -------- two',
    ]);
  });

  test('two labels on one line, and two at one place', () => {
    const labels = [
      ['f()', 'inner', true],
      ['g(f())', 'outer'],
      ['f()', 'again'],
    ] as const;
    expect(draw('g(f());', ...labels)).toEqual([
      '  1 │ g(f());',
      '    │ ------ outer',
      '    │   ^^^ inner, again',
    ]);
  });

  test('a place of several lines is marked on its first', () => {
    expect(draw('call(\n  1,\n);', ['call(\n  1,\n)', 'here', true])).toEqual([
      '  1 │ call(',
      '    │ ^^^^^ here',
    ]);
  });

  test('tabs, wide letters and control characters', () => {
    expect(draw("\tf('日本😀', x);", ['x', 'here', true])[1]).toBe('    │                 ^ here');
    expect(draw('\u001B[31mf();', ['f()', 'here', true])[0]).toBe('  1 │  [31mf();');
  });

  test('a minified line shows what is around the place', () => {
    const [line = '', marker = ''] = draw(`${'a;'.repeat(500)}leak();${'b;'.repeat(500)}`, [
      'leak()',
      'here',
      true,
    ]);
    expect(line.length).toBeLessThan(90);
    expect(line.slice(marker.indexOf('^'), marker.lastIndexOf('^') + 1)).toBe('leak()');
  });
});

type Mark = readonly [place: string, text: string, isMain?: boolean];

function draw(text: string, ...marks: readonly Mark[]): readonly string[] {
  const lines = toLines(text);
  const labels = marks.map(([place, label, isMain = false]): Label => {
    const start = text.indexOf(place);
    const [from, to] = [lines.positionOf(start), lines.positionOf(start + place.length)];
    return { from, to, text: label, isMain };
  });
  return drawFrame(labels, lines, { colors: picocolors.createColors(false), columns: 80 });
}
