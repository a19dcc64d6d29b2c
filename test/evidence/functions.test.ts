import { describe, expect, test } from 'vitest';
import { shapesIn } from './ask.ts';

const pool = 'pg Pool, creation';
const client = 'pg PoolClient, creation';

describe('functions', () => {
  const head = `import { Pool } from 'pg'; const a = new Pool();\n`;

  test.each([
    ['a declaration', `function f() { return a; } show(f());`, pool],
    ['an arrow', `const f = () => a.connect(); show(f());`, `promise of ${client}`],
    ['async', `async function f() { return a.connect(); } show(f());`, `promise of ${client}`],
    ['all returns', `function f() { if (x) return null; return a; } show(f());`, pool],
    ['returns that differ', `function f() { if (x) return 1; return a; } show(f());`, 'nothing'],
    [
      'returns of inner functions',
      `function f() { () => { return 1; }; return a; } show(f());`,
      pool,
    ],
    ['a declared return', `function f(): Promise<Pool> {} show(await f());`, 'pg Pool, annotation'],
    ['overloads', `function f(x: 1): any; function f(x) { return a; } show(f());`, pool],
    ['recursion', `function f() { return x ? f() : a; } show(f());`, pool],
    ['endless recursion', `const f = () => f(); show(f());`, 'nothing'],
    ['a generator', `function* f() { return a; } show(f());`, 'nothing'],
    ['declared only', `declare function f(): Pool; show(f());`, 'pg Pool, annotation'],
    ['a default parameter', `function f(p = a) { show(p); }`, pool],
    ['a destructured default', `function f({ p = a } = {}) { show(p); }`, pool],
    ['a function itself', `const f = () => 1; show(f);`, 'function ArrowFunctionExpression'],
  ])('%s', (_, code, expected) => {
    expect(shapesIn(head + code)).toEqual([expected]);
  });

  test.each([
    ['then', `a.connect().then(c => show(c));`, client],
    ['a node callback', `a.connect((error, c, release) => show(c));`, client],
    ['its error', `a.connect((error, c) => show(error));`, 'nothing'],
    ['an array', `[a].forEach(p => show(p));`, pool],
    [
      'a typed callback',
      `function w(fn: (p: Pool) => void) {} w(p => show(p));`,
      'pg Pool, annotation',
    ],
    [
      'a callback alias',
      `type F = (p: Pool) => void; const f: F = p => show(p);`,
      'pg Pool, annotation',
    ],
    ['a callback called in a body', `function w(fn) { return fn(a); } w(p => show(p));`, pool],
    ['a callback nobody calls', `function w(fn) {} w(p => show(p));`, 'nothing'],
  ])('a parameter passed by %s', (_, code, expected) => {
    expect(shapesIn(head + code)).toEqual([expected]);
  });

  test('a scope hands its own type', () => {
    const code = `import { DataSource } from 'typeorm';
      new DataSource({}).transaction('SERIALIZABLE', async m => show(m));`;
    expect(shapesIn(code)).toEqual(['typeorm EntityManager, creation']);
  });
});
