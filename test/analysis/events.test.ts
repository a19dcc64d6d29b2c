import { expect, test } from 'vitest';
import { printEvents } from '../../src/analysis/print.ts';
import { settingWith } from '../rules/analysis.ts';

/** Every graph ends in the first three nodes: 0 returns, 1 throws, 2 is the end of the body. */
const exits = ['0 return', '1 throw', '2 end'];

/**
 * The nodes of the first function of a text, without positions, the entry on top.
 *
 * `3 work() → 2 ↯ 1` goes on at 2, and at 1 if it throws. `%0` is a value without a name.
 */
function eventsOf(text: string): readonly string[] {
  const path = '/virtual/events.js';
  const file = settingWith(new Map([[path, text]])).project.fileAt(path);
  if (file === undefined) throw new Error('The text cannot be parsed.');
  const [, graph = ''] = printEvents(file).split(/\n(?=\w)/);
  const [title = '', ...nodes] = graph.replaceAll(/ ?@\d+|global:/g, '').split('\n');
  const lines = nodes.map(line => line.trim().replaceAll(/([%\w]):\d+\b/g, '$1'));
  expect(lines.slice(0, 3)).toEqual(exits);
  expect(title).toMatch(new RegExp(` enters ${lines.length - 1}$`));
  return lines.slice(3).reverse();
}

test('every step has an edge for its exception', () => {
  expect(eventsOf('async function f(pool) { await pool.connect(); }')).toEqual([
    '5 pool = $arg0 → 4 ↯ 1',
    '4 %0 = pool.connect() → 3 ↯ 1',
    '3 %1 = await %0 → 2 ↯ 1',
  ]);
});

test('finally is copied for each way out through it', () => {
  const text = 'function f() { try { return work(); } finally { clean(); } }';
  expect(eventsOf(text)).toEqual([
    '8 %3 = work() → 7 ↯ 5',
    '7 $result = %3 → 6 ↯ 5',
    '6 return → 4 ↯ 5',
    '5 %2 = clean() → 1 ↯ 1',
    '4 %1 = clean() → 0 ↯ 1',
    '3 %0 = clean() → 2 ↯ 1',
  ]);
});

test('catch receives what its try throws, and not what it throws itself', () => {
  const text = 'function f() { try { work(); } catch (error) { report(error); } }';
  expect(eventsOf(text)).toEqual([
    '5 %1 = work() → 2 ↯ 4',
    '4 catch error → 3 ↯ 1',
    '3 %0 = report(error) → 2 ↯ 1',
  ]);
});

test('an optional chain skips its arguments too', () => {
  expect(eventsOf('const f = a => a?.b(a.c());')).toEqual([
    '10 a = $arg0 → 9 ↯ 1',
    '9 nullish a ? 5 : 8',
    '8 %1 = a.c() → 7 ↯ 1',
    '7 %2 = a.b(%1) → 6 ↯ 1',
    '6 %0 = %2 → 4 ↯ 1',
    '5 %0 = undefined → 4 ↯ 1',
    '4 $result = %0 → 3 ↯ 1',
    '3 return → 0 ↯ 1',
  ]);
});

test('using disposes at the end and when its block throws, not when opening does', () => {
  expect(eventsOf('async function f() { await using c = open(); c.use(); }')).toEqual([
    '8 %2 = open() → 7 ↯ 1',
    '7 %0 = %2 → 6 ↯ 1',
    '6 c = %0 → 5 ↯ 1',
    '5 %1 = c.use() → 3 ↯ 4',
    '4 dispose %0 → 1 ↯ 1',
    '3 dispose %0 → 2 ↯ 1',
  ]);
});

test('leaving a for-of early finishes its iterator', () => {
  expect(eventsOf('function f(list) { for (const one of list) { if (one) break; } }')).toEqual([
    '8 list = $arg0 → 3 ↯ 1',
    '7 one = %0 → 5 ↯ 6',
    '6 finish list → 1 ↯ 1',
    '5 truthy one ? 4 : 3',
    '4 finish list → 2 ↯ 1',
    '3 each %0 of list → 7 | 2',
  ]);
});

test('a case without break falls through to the next', () => {
  const text =
    'function f(x) { switch (x) { case 1: one(); case 2: return two(); default: rest(); } }';
  expect(eventsOf(text)).toEqual([
    '10 x = $arg0 → 9 ↯ 1',
    '9 x === 1 ? 7 : 8',
    '8 x === 2 ? 6 : 3',
    '7 %2 = one() → 6 ↯ 1',
    '6 %1 = two() → 5 ↯ 1',
    '5 $result = %1 → 4 ↯ 1',
    '4 return → 0 ↯ 1',
    '3 %0 = rest() → 2 ↯ 1',
  ]);
});
