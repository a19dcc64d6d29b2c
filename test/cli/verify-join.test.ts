import { describe, expect, test } from 'vitest';
import {
  join,
  rulesSeen,
  type RuntimeReport,
  type StaticFinding,
} from '../../src/cli/verify-join.ts';
import * as sayings from '../../src/runtime/detector/said.ts';
import { HoldLedger } from '../../src/runtime/holds/hold.ts';

const rule = 'pool/no-leaked-connection';
const finding: StaticFinding = { file: '/a.js', line: 4, rule, message: 'found' };
const leak: RuntimeReport = {
  ...{ rule, certainty: 'suspicion', message: 'seen', holdId: 1, poolName: 'pool' },
  at: { file: '/a.js', line: 4 },
};

describe('a finding and a report', () => {
  test('of one rule at one line are the same mistake', () => {
    expect(join([finding], [leak])).toEqual({
      ...{ confirmed: [[finding, leak]], unseen: [], unfound: [] },
    });
  });

  test.each<Partial<RuntimeReport>>([
    { at: { file: '/a.js', line: 5 } },
    { at: { file: '/b.js', line: 4 } },
    { rule: 'pool/no-nested-acquire' },
  ])('that differ in %j are two', other => {
    const report = { ...leak, ...other };
    expect(join([finding], [report, report])).toEqual({
      ...{ confirmed: [], unseen: [finding], unfound: [report] },
    });
  });

  test('meet where the call was that the connection waited for', () => {
    const { at, ...rest } = leak;
    const report = { ...rest, at: { file: '/a.js', line: 1 }, foreign: at ? { at } : {} };
    expect(join([finding], [report]).confirmed).toHaveLength(1);
  });
});

test('the rules that are joined are those that reports name', () => {
  const hold = new HoldLedger('a', () => []).open(0, 0, 'a.ts:1', undefined);
  const call = { channel: 'http', method: 'GET', url: 'http://a', startedAt: 0, at: undefined };
  const said = {
    idleHoldOf: sayings.idleHoldOf(hold, 1, call),
    longHoldOf: sayings.longHoldOf(hold, 1),
    lostLeaseOf: sayings.lostLeaseOf(hold),
    returnedOf: sayings.returnedOf(hold, 1),
    foreignAwaitOf: sayings.foreignAwaitOf({ hold, call, isProven: true }, 1),
    nestedAcquireOf: sayings.nestedAcquireOf(hold, true),
    doubleReleaseOf: sayings.doubleReleaseOf(hold, true, undefined),
    acquireFailedOf: sayings.acquireFailedOf('a', new Error('late'), []),
    oversizedOf: sayings.oversizedOf('a', 100, 10),
  };
  expect(Object.keys(said).sort()).toEqual(Object.keys(sayings).sort());
  const named = Object.values(said).flatMap(one => one.rule ?? []);
  expect(new Set(rulesSeen)).toEqual(new Set(named));
});

test('a suspicion that was withdrawn confirms nothing', () => {
  const withdrawn: RuntimeReport = { ...leak, certainty: 'withdrawn', message: 'came back' };
  expect(join([finding], [leak, withdrawn])).toEqual({
    ...{ confirmed: [], unseen: [finding], unfound: [] },
  });
  const proof: RuntimeReport = { ...leak, certainty: 'proof' };
  expect(join([finding], [proof, withdrawn]).confirmed).toHaveLength(1);
});
