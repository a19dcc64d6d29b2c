import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { codemods } from '../../codemods/index.ts';
import { fixIn, read } from '../cli/fix/fix-in.ts';
import { projectOf } from './pairs.ts';
import { toCrLf } from './workshop.ts';

const root = 'fixtures/codemods/use-transaction/across-files';
const before = textsIn('before');
const after = textsIn('after');
const argv = ['.', '--write', '--json', '--codemod', 'use-transaction'];

type Texts = Readonly<Record<string, string>>;

function textsIn(folder: string): Texts {
  const names = readdirSync(join(root, folder));
  return Object.fromEntries(
    names.map(name => [name, readFileSync(join(root, folder, name), 'utf8')]),
  );
}

interface Report {
  readonly repaired: readonly unknown[];
  readonly left: readonly { readonly refusals: readonly { readonly reason: string }[] }[];
}

async function fix(texts: Texts): Promise<{ readonly texts: Texts; readonly report: Report }> {
  const folder = projectOf(texts);
  const likely = [...argv, '--min-confidence', 'likely'];
  const { stdout } = await fixIn(folder, likely, { codemods });
  // Its shape is a test of `fix`.
  const report = JSON.parse(stdout) as Report;
  const now = Object.keys(texts).map(name => [name, read(folder, name)] as const);
  return { texts: Object.fromEntries(now), report };
}

async function refusalOf(texts: Texts): Promise<string | undefined> {
  const fixed = await fix(texts);
  expect(fixed.texts).toEqual(texts);
  return fixed.report.left[0]?.refusals[0]?.reason;
}

test('a handle goes through functions of other files', async () => {
  const fixed = await fix(before);
  expect(fixed.texts).toEqual(after);
  expect(fixed.report.left).toEqual([]);
});

test('and nothing is left to do', async () => {
  expect((await fix(after)).report.repaired).toEqual([]);
});

test('line ends stay', async () => {
  const windows = Object.entries(before).map(([name, text]) => [name, toCrLf(text)]);
  for (const [name, text] of Object.entries((await fix(Object.fromEntries(windows))).texts)) {
    expect(text).toBe(toCrLf(after[name] ?? ''));
  }
});

test('not where a third file hands the function on', async () => {
  const all = `import { log } from './log.ts';

export const all = (ids: readonly string[]) => Promise.all(ids.map(log));
`;
  expect(await refusalOf({ ...before, 'all.ts': all })).toBe(
    '`log` is used in another way on line 3 of `all.ts`.',
  );
});

test('not where another file would bring a new finding', async () => {
  const log = `import { db } from './database.ts';

export async function log(id: string) {
  await Promise.all([db('log').insert({ id }), db('orders').where({ id }).count()]);
}
`;
  expect(await refusalOf({ ...before, 'log.ts': log })).toMatch(/^It would bring a new finding:/);
});

test('not where another file would not type-check', async () => {
  const told = `
/** @public */
export const takesOne: Parameters<typeof log> extends [string] ? true : false = true;
`;
  const reason = await refusalOf({ ...before, 'log.ts': (before['log.ts'] ?? '') + told });
  expect(reason).toMatch(/^It would not type-check:/);
});
