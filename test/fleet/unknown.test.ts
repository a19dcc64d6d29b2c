import { describe, expect, test } from 'vitest';
import type { Budget } from '../../src/fleet/budget.ts';
import { unknownNames } from '../../src/fleet/demands.ts';
import { wordVerdict } from '../../src/fleet/wording.ts';
import { budgetOf, composed, poolOf, sizeOf } from './pools.ts';

function verdicts({ servers }: Budget): readonly string[] {
  return servers.map(server => `${server.name}: ${wordVerdict(server)}`);
}

const wishes = { instancesOf: new Map(), environment: new Map() };

function said(value: number) {
  return { value, from: 'said' };
}

describe('what cannot be known is said and never guessed', () => {
  const text = ({ problems }: Budget) =>
    problems.map(({ level, text: words }) => `${level} ${words}`);

  test('a size', () => {
    const budget = budgetOf({ pools: [poolOf({ size: sizeOf(undefined, 'MAX') })] });
    expect(text(budget)).toEqual([
      'warning The size of `pool` cannot be known (MAX, which is set nowhere); it is not counted.',
    ]);
    expect(verdicts(budget)).toEqual([
      'PostgreSQL: 0 ≤ 100 − 3 = 97: 97 connections to spare, without 1 pool whose size or copies are not known.',
    ]);
  });

  test('no limit at all is too much for every server', () => {
    const budget = budgetOf({ pools: [poolOf({ size: sizeOf(null) })] });
    expect(budget.isOver).toBe(true);
    expect(text(budget)[0]).toMatch(/^error `pool` has no limit/);
  });

  test('which of several services runs it', () => {
    const services = composed('services: { a: { image: one }, b: { image: two } }');
    expect(text(budgetOf({ services }))).toEqual([
      'note Which of `a`, `b` runs it is said nowhere.',
    ]);
  });

  test('a single service is taken, and that is said', () => {
    const services = composed('services: { a: { image: one, scale: 2 }, c: { image: redis } }');
    const budget = budgetOf({ services });
    expect(text(budget)).toEqual([
      'note That `a` runs it is said nowhere; no other service could.',
    ]);
    expect(verdicts(budget)[0]).toContain('2 × 50 = 100 >');
  });

  test('a service is called after the package it runs', () => {
    const services = composed('services: { a: { image: one }, b: { image: me/app } }');
    const budget = budgetOf({ services });
    expect(budget.demands.map(({ service }) => service?.name)).toEqual(['b']);
    expect(budget.problems).toEqual([]);
  });

  test('a kind of server that no budget knows', () => {
    const pools = [poolOf({ package: 'typeorm', variables: [] })];
    const budget = budgetOf({ pools });
    expect(text(budget)[0]).toMatch(/^note `pool` \(typeorm\) is not counted: /);
    expect(budgetOf({ pools, engineAround: () => 'mysql' }).servers[0]?.title).toBe('MySQL');
  });

  test('a name that nothing has', () => {
    const named = new Map([
      ['app', said(1)],
      ['apq', said(1)],
    ]);
    const fleet = {
      packages: [{ folder: '/app', name: 'app' }],
      services: [],
      wishes: { ...wishes, instancesOf: named },
    };
    expect(
      unknownNames({
        ...fleet,
        pools: [],
        poolers: [],
        nameOf: String,
        engineAround: () => undefined,
      }),
    ).toEqual(['apq']);
  });
});
