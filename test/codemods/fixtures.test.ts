import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { globSync } from 'tinyglobby';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adapterTexts } from '../../src/edits/hold/adapter-text.ts';
import { faultsUpTo, functionsOf, judge, record } from './oracle.ts';
import { noteIn, textOf, toCrLf, Workshop } from './workshop.ts';

const inputs = globSync(
  'fixtures/codemods/{await-using,pool-query,release-in-callbacks,try-finally}/*.in.{ts,js,cjs,mjs}',
).sort();
const pairs = inputs.filter(input => existsSync(outputOf(input)));
const groups = [...new Set(inputs.map(groupOf))].map(
  name => [name, inputs.filter(input => groupOf(input) === name)] as const,
);

function outputOf(input: string): string {
  return input.replace(/\.in(\.\w+)$/, '.out$1');
}

/** Fixtures of one codemod that are run with the same options. */
function groupOf(input: string): string {
  return [basename(dirname(input)), noteIn(textOf(input), 'options')].filter(Boolean).join(' ');
}

describe.each(groups)('%s', (_, members) => {
  let workshop: Workshop;
  beforeAll(() => {
    workshop = new Workshop(members);
  }, 240_000);
  afterAll(() => workshop.close());

  test.each(members)('%s becomes its output, or is refused for its reason', input => {
    const text = textOf(input);
    const place = Workshop.placeOf(input);
    const reason = noteIn(text, 'refused');
    expect(existsSync(outputOf(input))).toBe(reason === undefined);
    expect(workshop.once.get(place)).toBe(reason === undefined ? textOf(outputOf(input)) : text);
    if (reason !== undefined) expect(workshop.refusals.get(place)).toContain(reason);
  });

  test('a second run changes nothing', () => {
    expect(workshop.again()).toEqual(workshop.once);
  });

  test('what is written compiles and has no leak', () => {
    const repaired = members.filter(input => pairs.includes(input)).map(Workshop.placeOf);
    expect(workshop.leakyFiles().filter(file => repaired.includes(file))).toEqual([]);
    expect(workshop.complaints()).toBe('');
  });

  test('`lease()` is written as it is', () => {
    for (const [path, text] of workshop.once) {
      if (/lease\.\w+$/.test(path)) expect(Object.values(adapterTexts)).toContain(text);
    }
  });

  test('the line ends of Windows stay, also in what is written beside', () => {
    const other = new Workshop(members, input => toCrLf(textOf(input)));
    other.close();
    expect([...other.once.keys()]).toEqual([...workshop.once.keys()]);
    for (const [path, text] of workshop.once) expect(other.once.get(path)).toBe(toCrLf(text));
  });
});

test.each(pairs)(
  '%s does the same where nothing fails, and ends well where something does',
  async input => {
    const [before, after] = [textOf(input), textOf(outputOf(input))];
    for (const name of functionsOf(before)) {
      expect(await judge(before, after, name), name).toEqual([]);
      // What `pool-query` makes shorter may be right already.
      const isMeant = input.includes('/pool-query/') || (await isLeaky(before, name));
      expect(isMeant, `${name} needs no repair`).toBe(true);
    }
  },
);

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
