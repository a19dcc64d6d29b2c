import { transformSync } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { pairsOf } from './pairs.ts';
import { Ledger, standIns } from './ledger.ts';

const pairs = pairsOf('use-transaction').filter(({ refused }) => refused === undefined);

type Fixture = Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;

function load(source: string, ledger: Ledger): Fixture {
  const { code } = transformSync(source, { loader: 'ts', format: 'cjs', target: 'node20' });
  const module: { exports: Fixture } = { exports: {} };
  const evaluate = new Function('require', 'module', 'exports', code);
  evaluate(() => standIns(ledger), module, module.exports);
  return module.exports;
}

async function run(source: string, name: string, failing?: number): Promise<Ledger> {
  const ledger = new Ledger(failing);
  try {
    await load(source, ledger)[name]?.(1);
  } catch (error) {
    // The fault reaches the caller; anything else is a mistake of the edit.
    if (!/^fault \d+$/.test(String((error as Error).message))) throw error;
  }
  return ledger;
}

function namesIn(source: string): readonly string[] {
  const exported = Object.entries(load(source, new Ledger()));
  return exported.flatMap(([name, value]) => (/^class\b/.test(String(value)) ? [] : [name]));
}

describe('a statement runs in the transaction that is open', () => {
  test.each(pairs)('$name', async ({ before, after }) => {
    for (const name of namesIn(before)) {
      const [old, now] = [await run(before, name), await run(after, name)];
      expect(old.outside, name).toBeGreaterThan(0);
      expect(now.outside, name).toBe(0);
      expect(now.commits, name).toBe(old.commits);
      expect(now.statements, name).toEqual(old.statements);
      for (let failing = 1; failing <= now.statements.length; failing++) {
        const { commits, kept, outside } = await run(after, name, failing);
        expect({ commits, kept, outside }, `${name}, ${failing}`).toEqual({
          commits: 0,
          kept: 0,
          outside: 0,
        });
      }
    }
  });

  test('and the test sees one that does not', async () => {
    const { after } = pairs.find(({ file }) => file === 'knex.ts') ?? { after: '' };
    const broken = after.replace('await log(id, trx)', 'await log(id)');
    expect(broken).not.toBe(after);
    expect((await run(broken, 'helper')).outside).toBe(2);
    // What ran outside stays when the last statement fails.
    expect((await run(broken, 'helper', 3)).kept).toBe(1);
  });
});
