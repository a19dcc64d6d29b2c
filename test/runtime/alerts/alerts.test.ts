import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { HoldLedger } from '../../../src/runtime/holds/hold.ts';
import { readFamilies } from '../../../src/runtime/metrics/families.ts';

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;
if (!hasPromtool) console.warn('SKIPPED: no promtool; the alert rules were not tested.');

test.skipIf(!hasPromtool)('promtool accepts the rules, and each alarms as its tests say', () => {
  for (const args of [
    ['check', 'rules', 'docs/alerts/pool.rules.yml'],
    ['test', 'rules', 'docs/alerts/pool.rules.test.yml'],
  ]) {
    const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' });
    expect(`${status}\n${stdout}${stderr}`).toMatch(/^0\n/);
  }
});

test('each rule has a test', () => {
  const rules = textOf('pool.rules.yml');
  const tests = textOf('pool.rules.test.yml');
  // The shape of rule files; the test above has them checked.
  const { groups } = parse(rules) as { groups: readonly { rules: readonly { alert: string }[] }[] };
  const names = groups.flatMap(group => group.rules.map(({ alert }) => alert));
  expect(names.length).toBeGreaterThan(0);
  expect(names.filter(name => !tests.includes(`alertname: ${name}`))).toEqual([]);
});

test.each(['pool.rules.yml', 'grafana-dashboard.json'])(
  '%s names only metrics that exist',
  file => {
    const ledger = new HoldLedger('a', () => []);
    const numbers = { min: 0, max: 1, open: 1, idle: 0, waiting: 0, held: 1, leaked: 0 };
    const stats = () => ({ name: 'a', ...numbers, acquired: 1, failed: 0, timedOut: 0 });
    const pool = { name: 'a', kind: 'a', ledger, stats, holders: () => [] };
    const known = readFamilies([pool]).flatMap(({ name, type }) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    );
    const named = new Set(textOf(file).match(/\bpool_[a-z_]+/g));
    expect([...named].filter(name => !known.includes(name))).toEqual([]);
    expect(named.size).toBeGreaterThan(5);
  },
);

function textOf(file: string): string {
  return readFileSync(`docs/alerts/${file}`, 'utf8');
}
