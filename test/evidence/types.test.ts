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

describe('classes', () => {
  const head = `import { Pool } from 'pg';\n`;

  test.each([
    ['a field', `class A { p = new Pool(); f() { show(this.p); } }`, 'creation'],
    ['a private field', `class A { #p = new Pool(); f() { show(this.#p); } }`, 'creation'],
    ['an annotated field', `class A { p!: Pool; f() { show(this.p); } }`, 'annotation'],
    [
      'a parameter property',
      `class A { constructor(private p: Pool) {} f() { show(this.p); } }`,
      'annotation',
    ],
    [
      'one with a default',
      `class A { constructor(private p = new Pool()) {} f() { show(this.p); } }`,
      'creation',
    ],
    [
      'an assigned field',
      `class A { constructor() { this.p = new Pool(); } f() { show(this.p); } }`,
      'creation',
    ],
    [
      'a late field',
      `class A { p = null; init() { this.p ??= new Pool(); } f() { show(this.p); } }`,
      'creation',
    ],
    [
      'from a parameter',
      `class A { constructor(p: Pool) { this.p = p; } f() { show(this.p); } }`,
      'annotation',
    ],
    ['in an arrow', `class A { p = new Pool(); f() { g(() => show(this.p)); } }`, 'creation'],
    ['in a field', `class A { p = new Pool(); f = () => show(this.p); }`, 'creation'],
    [
      'destructured',
      `class A { p = new Pool(); f() { const { p } = this; show(p); } }`,
      'creation',
    ],
    ['a getter', `class A { get p() { return new Pool(); } f() { show(this.p); } }`, 'creation'],
    ['a method', `class A { p() { return new Pool(); } f() { show(this.p()); } }`, 'creation'],
    [
      'an abstract method',
      `abstract class A { abstract p(): Pool; f() { show(this.p()); } }`,
      'annotation',
    ],
    [
      'inherited',
      `class B { p = new Pool() } class A extends B { f() { show(this.p); } }`,
      'creation',
    ],
    [
      'through super',
      `class B { get() { return new Pool(); } } class A extends B { f() { show(super.get()); } }`,
      'creation',
    ],
    ['static', `class A { static p = new Pool(); f() { show(A.p); } }`, 'creation'],
    [
      'static late',
      `class A { static p; static f() { A.p = new Pool(); show(this.p); } }`,
      'creation',
    ],
    [
      'static block',
      `class A { static p; static { this.p = new Pool(); } f() { show(A.p); } }`,
      'creation',
    ],
    ['from outside', `class A { p = new Pool(); } show(new A().p);`, 'creation'],
    [
      'a singleton',
      `class A { static i; p = new Pool(); static get() { return this.i ?? (this.i = new A()); } } show(A.get().p);`,
      'creation',
    ],
    ['an object literal', `const db = { p: new Pool(), f() { show(this.p); } };`, 'creation'],
  ])('%s', (_, code, by) => {
    expect(shapesIn(head + code)).toEqual([`pg Pool, ${by}`]);
  });

  test.each([
    [
      'a function of its own',
      `class A { p = new Pool(); f() { g(function () { show(this.p); }); } }`,
    ],
    ['another class', `class A { p = new Pool(); } class B { f() { show(this.p); } }`],
    ['static and not', `class A { static p = new Pool(); f() { show(this.p); } }`],
    [
      'two values',
      `class A { p; a() { this.p = new Pool(); } b() { this.p = 1; } f() { show(this.p); } }`,
    ],
    ['a cycle', `class A extends B {} class B extends A {} show(new A().p);`],
    ['a spread cycle', `const a = { ...b }; const b = { ...a }; show(a.p);`],
  ])('not in %s', (_, code) => {
    expect(shapesIn(head + code)).toEqual(['nothing']);
  });

  test('a class that extends a driver type is that type, with its own members first', () => {
    const code = `class Db extends Pool {
        query() { return this.client(); }
        async client() { show(this); return this.connect(); }
      }
      show(new Db()); show(new Db().query()); show(new Db().end()); show(Db);`;
    expect(shapesIn(head + code)).toEqual([
      'pg Pool, creation, extended',
      'pg Pool, creation, extended',
      'promise of pg PoolClient, creation',
      'nothing',
      'class ClassDeclaration',
    ]);
  });

  test('a class that is not made by users can be extended', () => {
    const code = `import { Repository } from 'typeorm';
      class Users extends Repository { f() { show(this.manager); } }`;
    expect(shapesIn(code)).toEqual(['typeorm EntityManager, creation']);
  });
});

describe('JSDoc', () => {
  test.each([
    [`/** @type {import('pg').Pool} */\nlet x;\nshow(x);`],
    [`/** @type {import('pg').Pool | null} */\nexport let x = null;\nshow(x);`],
    [`/** @param {import('pg').Pool} x */\nfunction f(x) { show(x); }`],
    [
      `/**\n * @param {string} y\n * @param {import('pg').Pool} [x] the pool\n */\nexport const f = (y, x) => { show(x); };`,
    ],
    [`class A {\n/** @param {import('pg').Pool} x */\nf(x) { show(x); } }`],
    [`const pg = require('pg');\n/** @param {pg.Pool} x */\nfunction f(x) { show(x); }`],
    [`const { Pool } = require('pg');\n/** @param {Pool} x */\nfunction f(x) { show(x); }`],
    [`/** @typedef {import('pg').Pool} P */\n/** @param {P} x */\nfunction f(x) { show(x); }`],
    [`/** @returns {Promise<import('pg').Pool>} */\nfunction f() {}\nshow(await f());`],
  ])('%s', code => {
    expect(shapesIn({ '/app/main.js': code })).toEqual([pool]);
  });

  test('is not read in TypeScript, nor from a comment further up', () => {
    const code = `/** @type {import('pg').Pool} */\nlet x;\nshow(x);`;
    expect(shapesIn({ '/app/main.ts': code })).toEqual(['nothing']);
    const far = `/** @type {import('pg').Pool} */\nlet y;\nlet x;\nshow(x);`;
    expect(shapesIn({ '/app/main.js': far })).toEqual(['nothing']);
  });
});
