import { describe, expect, test } from 'vitest';
import { open, shapesIn, spell } from './ask.ts';
import type { ParserName } from './ask.ts';

const javascript = `
  import { Pool } from 'pg';
  import knex from 'knex';
  const pool = new Pool();
  let late;
  late = new Pool();
  const k = knex({});
  class Db extends Pool {
    #inner = new Pool();
    constructor(p = new Pool()) { super(); this.p = p; }
    async client() { show(this.#inner); show(this.p); return (await this.connect()); }
  }
  const { p: { q = pool } = {} } = { p: { q: null } };
  show(pool); show(late); show(k); show(q);
  show(new Db().client());
  show(pool?.connect());
  const [c] = await Promise.all([pool.connect()]);
  show(c);
  k.transaction(async trx => { show(trx); });
  for (const x of [pool]) show(x);
  const { Pool: P } = await import('pg');
  show(new P());
  export default { pool };
`;

const typescript = `
  import type { PoolClient } from 'pg';
  import pg = require('pg');
  interface Deps { readonly pool?: pg.Pool | null; get(): Promise<PoolClient> }
  abstract class Base { protected readonly x!: pg.Pool; abstract y(): import('pg').Pool }
  class Db extends Base {
    constructor(private readonly deps: Deps, @Inject() readonly z = new pg.Pool()) { super(); }
    async f<T extends pg.Pool>(t: T, ...all: pg.Pool[]) {
      show(this.deps.pool); show(await this.deps.get()); show(this.x); show(this.y()); show(this.z);
      show(t); show(all[0]); show(t as unknown as PoolClient); show(<PoolClient>t); show(t!);
    }
  }
  declare const ns: typeof import('pg');
  show(new ns.Pool());
  declare function make(): Readonly<pg.Pool>;
  show(make());
  with1(async client => { show(client); });
  function with1<T>(fn: (client: PoolClient) => Promise<T>): Promise<T>;
  function with1(fn: (client: PoolClient) => unknown) { return fn; }
`;

describe('the parser does not matter', () => {
  test.each<ParserName>(['espree', 'typescript-estree'])('%s, JavaScript', parser => {
    const expected = shapesIn({ '/app/main.js': javascript });
    expect(expected).not.toContain('nothing');
    expect(shapesIn({ '/app/main.js': javascript }, parser)).toEqual(expected);
  });

  test('typescript-estree, TypeScript', () => {
    const expected = shapesIn(typescript);
    expect(expected).not.toContain('nothing');
    expect(shapesIn(typescript, 'typescript-estree')).toEqual(expected);
  });

  test('a broken file has no shapes and does not throw', () => {
    expect(() => shapesIn(`const = ;`)).toThrow('does not parse');
  });

  test('expressions nested very deeply do not throw', () => {
    const chain = `import pg from 'pg'; show(${'f('.repeat(500)}new pg.Pool()${')'.repeat(500)});`;
    expect(shapesIn(chain)).toEqual(['nothing']);
    const listeners = `import pg from 'pg'; show(new pg.Pool()${'.on("x", f)'.repeat(500)});`;
    const { evidence, file, shown } = open(listeners);
    expect(shown.map(node => spell(evidence.shapeOf(file, node)))).toEqual(['nothing']);
  });
});
