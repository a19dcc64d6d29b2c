import { describe, expect, test } from 'vitest';
import { pairsOf, type Pair } from './pairs.ts';
import { compare, namesIn, runWith } from './services.ts';

/** Fixtures whose drivers have a recording stand-in. */
function recorded(codemod: string): readonly Pair[] {
  return pairsOf(codemod).filter(
    ({ before, refused }) =>
      refused === undefined && /(?:from|require\()\s*['"](?:pg|mysql2)/.test(before),
  );
}

describe('no request is made while a connection is held', () => {
  test.each(recorded('move-await-out'))('$name', async ({ before, after }) => {
    for (const name of namesIn(before)) {
      expect((await runWith(before, name, [])).heldMeanwhile, name).toBe(1);
      expect((await runWith(after, name, [])).heldMeanwhile, name).toBe(0);
      expect(await compare(before, after, name), name).toEqual([]);
    }
  });
});

describe('a pool is made when the module is loaded, and by no call', () => {
  test.each(recorded('hoist-pool').filter(({ file }) => file === 'pg.ts'))(
    '$name',
    async ({ before, after }) => {
      for (const name of namesIn(before)) {
        expect((await runWith(before, name, [])).pools, name).toEqual([0, 1]);
        expect((await runWith(after, name, [])).pools, name).toEqual([2, 0]);
        expect(await compare(before, after, name), name).toEqual([]);
      }
    },
  );
});

describe('the comparison sees', () => {
  const pg = recorded('move-await-out').find(({ file }) => file === 'pg.ts');
  const { before = '', after = '' } = pg ?? {};

  test.each([
    ['a request that is gone', /  await fetch\(`https:\/\/hooks.*\n/, '', 'last', 'became'],
    ['a release that is gone', /client\.release\(\);/g, '', 'last', 'stays open'],
    ['a result that is gone', 'return await fetch', 'await fetch', 'lastOfAll', 'became'],
    [
      'a commit too many',
      /await client\.query\('ROLLBACK'\)/g,
      "await client.query('COMMIT')",
      'lastOfAll',
      'commits',
    ],
  ])('%s', async (_, text, instead, name, complaint) => {
    const broken = after.replace(text, instead);
    expect(broken).not.toBe(after);
    expect((await compare(before, broken, name)).join('\n')).toContain(complaint);
  });
});
