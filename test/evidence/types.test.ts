import { describe, expect, test } from 'vitest';
import { shapesIn } from './ask.ts';

const pool = 'pg Pool, annotation';

describe('annotations', () => {
  const head = `import type { Pool, PoolClient, QueryResult } from 'pg';
    import * as pg from 'pg'; import type { Knex } from 'knex'; import mysql from 'mysql2/promise';\n`;

  test.each([
    ['Pool', pool],
    ['pg.Pool', pool],
    [`import('pg').Pool`, pool],
    ['mysql.Pool', 'mysql2/promise Pool, annotation'],
    ['Knex', 'knex Knex, annotation'],
    ['Knex.Transaction', 'knex Transaction, annotation'],
    ['Pool | null | undefined', pool],
    ['string | Pool', pool],
    ['Pool | PoolClient', 'nothing'],
    ['Pool & { extra: string }', pool],
    ['{ extra: string } & Pool', pool],
    ['Readonly<Pool>', pool],
    ['Partial<Pool>', pool],
    [`Omit<Pool, 'end'>`, pool],
    ['Promise<Pool | null>', `promise of ${pool}`],
    ['Awaited<Promise<Pool>>', pool],
    ['Pool[]', `array of ${pool}`],
    ['readonly Pool[]', `array of ${pool}`],
    ['ReadonlyArray<Pool>', `array of ${pool}`],
    ['InstanceType<typeof pg.Pool>', 'pg Pool, creation'],
    ['typeof pg', 'driver-export pg'],
    [`typeof import('pg')`, 'driver-export pg'],
    [`{ p: Pool }['p']`, pool],
    ['() => Pool', 'signature TSFunctionType'],
    ['QueryResult', 'nothing'],
    ['Unknown', 'nothing'],
    ['any', 'nothing'],
  ])('%s', (type, expected) => {
    expect(shapesIn(`${head} declare const x: ${type}; show(x);`)).toEqual([expected]);
  });

  test.each([
    ['an alias', `type P = Pool; function f(x: P) { show(x); }`],
    ['an alias of a global type', `type Promise<T> = T; function f(x: Promise<Pool>) { show(x); }`],
    ['an interface', `interface Deps { p?: Pool } function f(d: Deps) { show(d.p); }`],
    [
      'an inherited member',
      `interface A { p: Pool } interface B extends A {} declare const b: B; show(b.p);`,
    ],
    ['a destructured parameter', `function f({ p: q }: { p: Pool }) { show(q); }`],
    ['a destructured variable', `declare const d: { p: Pool }; const { p } = d; show(p);`],
    ['a method signature', `interface D { get(): Pool } declare const d: D; show(d.get());`],
    ['a function type', `declare const get: () => Pool; show(get());`],
    ['a type parameter', `function f<T extends Pool>(x: T) { show(x); }`],
    ['typeof a variable', `declare const p: Pool; declare const q: typeof p; show(q);`],
    [
      'a return type',
      `declare function g(): Promise<Pool>; declare const x: Awaited<ReturnType<typeof g>>; show(x);`,
    ],
    ['a rest parameter', `function f(...all: Pool[]) { show(all[0]); }`],
    ['a default', `function f(x: Pool = y) { show(x); }`],
    ['an annotated let', `let x: Pool | undefined; show(x!);`],
  ])('%s', (_, code) => {
    const [shape] = shapesIn(head + code);
    if (code.includes('type Promise')) expect(shape).toBe('nothing');
    else expect(shape).toBe(pool);
  });

  test('`any` does not hide what is assigned', () => {
    const code = `const x: any = new pg.Pool(); show(x);`;
    expect(shapesIn(head + code)).toEqual(['pg Pool, creation']);
  });

  test('an interface that extends a driver type is that type', () => {
    const code = `interface Db extends Pool { log(): Pool } declare const db: Db; show(db); show(db.log());`;
    expect(shapesIn(head + code)).toEqual([`${pool}, extended`, pool]);
  });
});
