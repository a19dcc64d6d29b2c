import { describe, expect, test } from 'vitest';
import { shapesIn } from './ask.ts';

const pool = 'pg Pool, creation';
const client = 'pg PoolClient, creation';

describe('where a value comes from', () => {
  test.each([
    ['a named import', `import { Pool } from 'pg'; show(new Pool());`],
    ['a renamed import', `import { Pool as P } from 'pg'; show(new P());`],
    ['a default import', `import pg from 'pg'; show(new pg.Pool());`],
    ['a namespace', `import * as pg from 'pg'; show(new pg.Pool());`],
    ['the default of a namespace', `import * as pg from 'pg'; show(new pg.default.Pool());`],
    ['a deeper export', `import pg from 'pg'; show(new pg.native.Pool());`],
    ['another module of the driver', `import Pool from 'pg-pool'; show(new Pool());`],
    ['import-equals', `import pg = require('pg'); show(new pg.Pool());`],
    ['an alias of an export', `import pg = require('pg'); import P = pg.Pool; show(new P());`],
    ['require', `const pg = require('pg'); show(new pg.Pool());`],
    ['destructured require', `const { Pool: P } = require('pg'); show(new P());`],
    ['a member of require', `const P = require('pg').Pool; show(new P());`],
    ['a destructured namespace', `import pg from 'pg'; const { Pool } = pg; show(new Pool());`],
    ['import()', `const { Pool } = await import('pg'); show(new Pool());`],
    ['a Deno specifier', `import { Pool } from 'npm:pg@8.23'; show(new Pool());`],
    ['a string key', `const pg = require('pg'); show(new pg['Pool']());`],
  ])('%s', (_, code) => {
    expect(shapesIn(code)).toEqual([pool]);
  });

  test.each([
    ['another package', `import { Pool } from 'tarn-like'; show(new Pool());`],
    ['a shadowed import', `import { Pool } from 'pg'; { class Pool {} show(new Pool()); }`],
    ['a shadowed require', `function require() {} show(new (require('pg').Pool)());`],
    ['a computed key', `const pg = require('pg'); show(new pg[name]());`],
    ['a missing file', `import { Pool } from './pg'; show(new Pool());`],
    ['an unknown name', `show(new Pool());`],
  ])('%s is no pool', (_, code) => {
    expect(shapesIn(code)[0]).not.toContain('pg Pool');
  });
});

describe('how a driver makes its types', () => {
  test.each([
    ['pg', 'Client', 'new pg.Client()', 'pg Client, creation'],
    ['knex', 'the module itself', 'pg({})', 'knex Knex, creation'],
    ['knex', 'a named function', 'pg.knex({})', 'knex Knex, creation'],
    ['mysql2', 'callbacks', 'pg.createPool({})', 'mysql2 Pool, creation'],
    ['mysql2', 'a promise wrapper', 'pg.createPool({}).promise()', 'mysql2/promise Pool, creation'],
    ['mysql2/promise', 'promises', 'pg.createPool({})', 'mysql2/promise Pool, creation'],
    [
      'mysql2/promise',
      'a promise of one',
      'pg.createConnection({})',
      'promise of mysql2/promise Connection, creation',
    ],
    ['oracledb', 'a promise', 'await pg.createPool({})', 'oracledb Pool, creation'],
    ['oracledb', 'its module', 'await pg.getConnection()', 'oracledb Connection, creation'],
    ['pg-promise', 'a call of a call', 'pg()({})', 'pg-promise IDatabase, creation'],
    [
      'typeorm',
      'a data source',
      'new pg.DataSource({}).manager',
      'typeorm EntityManager, creation',
    ],
    [
      'typeorm',
      'a method',
      'new pg.DataSource({}).getRepository(X)',
      'typeorm Repository, creation',
    ],
    ['typeorm', 'a global', 'pg.getManager()', 'typeorm EntityManager, creation'],
    [
      'typeorm',
      'a value',
      'new pg.DataSource().createQueryRunner()',
      'typeorm QueryRunner, creation',
    ],
    ['@vercel/postgres', 'an export', 'pg.sql', '@vercel/postgres VercelPool, creation'],
    ['kysely', 'a builder', 'new pg.Kysely().transaction()', 'kysely TransactionBuilder, creation'],
    ['pg', 'something else', 'pg.types.builtins', 'driver-export pg types builtins'],
    ['pg', 'a statement', 'new pg.Pool().query()', 'nothing'],
    ['knex', 'a table', "pg()('users')", 'nothing'],
    ['pg', 'a listener', "new pg.Pool().on('error', f)", 'pg Pool, creation'],
    ['fs', 'a file', "pg.promises.readFile('x')", 'package-export node:fs promises readFile ()'],
    ['axios', 'an instance', 'pg.create().get', 'package-export axios create () get'],
    ['ioredis', 'an instance', 'new pg()', 'package-export ioredis new'],
  ])('%s: %s', (specifier, _, expression, expected) => {
    expect(shapesIn(`import pg from '${specifier}'; show(${expression});`)).toEqual([expected]);
  });
});

describe('variables', () => {
  const head = `import { Pool } from 'pg'; const a = new Pool(); const u = unknown();\n`;

  test.each([
    ['one initialiser', `const p = a; show(p);`, pool],
    ['a late assignment', `let p; function f() { p = new Pool(); } show(p);`, pool],
    ['null before it', `let p = null; p = new Pool(); p = undefined; show(p);`, pool],
    ['two alike', `let p = new Pool(); p = new Pool(); show(p);`, pool],
    ['two that differ', `let p = new Pool(); p = await a.connect(); show(p);`, 'nothing'],
    ['one unknown', `let p = new Pool(); p = u; show(p);`, 'nothing'],
    ['memo', `let p; function get() { return p ??= new Pool(); } show(get());`, pool],
    ['memo by or', `let p; p = p || new Pool(); show(p);`, pool],
    [
      'memo by if',
      `let p; function get() { if (!p) p = new Pool(); return p; } show(get());`,
      pool,
    ],
    ['a global memo', `const p = globalThis.p ?? (globalThis.p = new Pool()); show(p);`, pool],
    ['destructuring', `const { p, ...rest } = { p: a }; show(p);`, pool],
    ['nested destructuring', `const { x: { p } } = { x: { p: a } }; show(p);`, pool],
    ['a default', `const { p = a } = u; show(p);`, pool],
    ['an array pattern', `const [, p] = [u, a]; show(p);`, pool],
    ['assigned by pattern', `let p; ({ p } = { p: a }); show(p);`, pool],
    ['Promise.all', `const [x, c] = await Promise.all([u, a.connect()]); show(c);`, client],
    ['a loop', `for (const p of [new Pool(), new Pool()]) show(p);`, pool],
    ['an awaited loop', `for await (const c of [a.connect()]) show(c);`, client],
    ['a cycle', `let p = q, q = p; show(p);`, 'nothing'],
    ['a cycle with a way out', `let p = q; let q = p; q = new Pool(); show(q);`, 'nothing'],
  ])('%s', (_, code, expected) => {
    expect(shapesIn(head + code)).toEqual([expected]);
  });
});

describe('expressions', () => {
  const head = `import { Pool } from 'pg'; const a = new Pool(); const u = unknown();\n`;

  test.each([
    ['(a)', pool],
    ['a!', pool],
    ['a as any', pool],
    ['u as Pool', 'pg Pool, annotation'],
    ['u as unknown as Pool', 'pg Pool, annotation'],
    ['<Pool>u', 'pg Pool, annotation'],
    ['a satisfies object', pool],
    ['(u, a)', pool],
    ['x = a', pool],
    ['u ? u : a', pool],
    ['u ?? a', pool],
    ['null ?? a', pool],
    ['u && a', pool],
    ['[a, new Pool()]', `array of ${pool}`],
    ['[a][0]', pool],
    ['[a, u]', 'nothing'],
    ['({ a }).a', pool],
    ['({ get a() { return new Pool(); } }).a', pool],
    ['({ ...{ p: a } }).p', pool],
    ['a?.connect()', `promise of ${client}`],
    ['await a.connect()', client],
    ['a.connect().then(c => c)', `promise of ${client}`],
    ['a.connect().catch(e => null)', `promise of ${client}`],
    ['await Promise.resolve(a)', pool],
    ['[1].map(() => a)[0]', 'nothing'],
    ['[a].map(p => p.connect())[0]', `promise of ${client}`],
    ['Object.freeze({ a }).a', pool],
    ['a.connect((e, c) => c)', 'nothing'],
    ['a.nothing()', 'nothing'],
  ])('%s', (expression, expected) => {
    expect(shapesIn(`${head} show(${expression});`)).toEqual([expected]);
  });

  test('an assigned property of an object', () => {
    expect(shapesIn(`${head} const db = {}; db.pool = a; show(db.pool);`)).toEqual([pool]);
  });
});
