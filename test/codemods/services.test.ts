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

describe('no connection is held between two halves', () => {
  test.each(recorded('split-acquire'))('$name', async ({ before, after }) => {
    for (const name of namesIn(before)) {
      const [old, now] = [await runWith(before, name, []), await runWith(after, name, [])];
      expect([old.heldMeanwhile, now.heldMeanwhile], name).toEqual([1, 0]);
      const { statements, requests, result } = now;
      expect({ statements, requests, result }, name).toEqual({
        statements: old.statements,
        requests: old.requests,
        result: old.result,
      });
      expect(await mistakesOf(after, name, now.operations), name).toEqual([]);
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

describe('a transaction runs on one connection', () => {
  test.each(recorded('pin-client').filter(({ file }) => file === 'pg.ts'))(
    '$name',
    async ({ before, after }) => {
      for (const name of namesIn(before)) {
        const [old, now] = [await runWith(before, name, []), await runWith(after, name, [])];
        // On a pool that gives any connection, each statement gives one back inside the transaction.
        expect(old.problems, name).not.toEqual([]);
        const { statements, result, commits } = now;
        expect({ statements, result, commits }).toEqual({
          statements: old.statements,
          result: old.result,
          commits: 1,
        });
        expect(await mistakesOf(after, name, now.operations), name).toEqual([]);
      }
    },
  );

  test('and the test sees one that is not rolled back, or stays open', async () => {
    const after = recorded('pin-client').find(({ file }) => file === 'pg.ts')?.after ?? '';
    const kept = after.replaceAll(/await client\.query\('ROLLBACK'\);/g, '');
    expect((await mistakesOf(kept, 'transfer', 5)).join()).toContain('released inside');
    const open = after.replaceAll('client.release();', '');
    expect((await mistakesOf(open, 'transfer', 5)).join()).toContain('open');
  });
});

/** What goes wrong when one operation fails, the last of which is the commit, or that and the next. */
async function mistakesOf(source: string, name: string, operations: number) {
  const mistakes: string[] = [];
  for (let one = 0; one <= operations; one++) {
    for (const failing of one === 0 ? [[]] : [[one], [one, one + 1]]) {
      const { open, problems, commits } = await runWith(source, name, failing);
      mistakes.push(...problems);
      if (open > 0) mistakes.push(`open when ${failing.join()} fail`);
      if (one > 0 && commits > 0) mistakes.push(`committed when ${failing.join()} fail`);
    }
  }
  return mistakes;
}

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
