import { describe, expect, test } from 'vitest';
import { shapesIn } from './ask.ts';

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
