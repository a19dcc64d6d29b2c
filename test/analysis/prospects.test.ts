import { expect, test } from 'vitest';
import { isWorthAnalysing, prospectsOf, type Prospects } from '../../src/analysis/gate.ts';
import { drivers } from '../../src/drivers/index.ts';
import { isMinified } from '../../src/source/minified.ts';
import { unparsed } from '../../src/source/parse.ts';
import { createProject } from '../../src/source/project.ts';

const files = {
  'pool.ts': `import { Pool } from 'pg';\nexport const pool = new Pool();\n`,
  'lend.ts': `import { pool } from './pool';\nexport const table = { async lend() { return pool.connect(); } };`,
  'named.ts': `import { pool } from './pool';
export async function value() { return pool.connect(); }
export const { height } = value;
export const once = (async () => pool.connect())();
export function f() { const inner = value; return g(inner); }`,
  'renamed.ts': `import type { PoolClient as Conn } from 'pg';\nexport type { Conn };\n`,
  'chain.ts': `import type { Tx } from './types';\nexport type Work = Given | undefined;\nexport type Given = Tx;\n`,
  'far.ts': `import type { Work } from './chain';\nexport type Job = Work;\n`,
  'types.ts': `import type { PoolClient } from 'pg';\nexport type Tx = PoolClient | undefined;\nexport interface Runner { run<R>(work: (client: PoolClient) => Promise<R>): Promise<R> }\n`,
};

/** What a file named `main` promises among the files above. */
function promised(text: string, extension = 'ts'): readonly (keyof Prospects)[] {
  const texts: Readonly<Record<string, string>> = { ...files, [`main.${extension}`]: text };
  const project = createProject({ readFile: path => texts[path.slice('/app/'.length)] });
  const found = prospectsOf(unparsed(`/app/main.${extension}`, text), { project, drivers });
  return (['acquires', 'borrows', 'pools'] as const).filter(name => found[name]);
}

test.each([
  ['an acquire', `import { pool } from './pool';\nexport const f = () => pool.connect();`],
  [
    'a helper that acquires',
    `import { table } from './lend';\nexport const f = () => table.lend();`,
  ],
  ['it by a key', `import { table } from './lend';\nexport const f = () => table['lend']();`],
])('%s is called', (_, text) => {
  expect(promised(text)).toContain('acquires');
});

test.each([
  ['its type', `import type { PoolClient } from 'pg';\nexport async function f(c: PoolClient) {}`],
  ['a type of the user', `import type { Tx } from './types';\nexport async function f(tx: Tx) {}`],
  ['such a type by another name', `import type { Tx as T } from './types';\nasync (tx: T) => {};`],
  [
    'a type that was renamed elsewhere',
    `import type { Conn } from './renamed';\nasync (c: Conn) => {};`,
  ],
  ['a type far from its own', `import type { Job } from './far';\nasync (job: Job) => {};`],
  [
    'what calls back',
    `import type { Runner } from './types';\n(r: Runner) => r.run(async c => {});`,
  ],
  ['what is done with it', `async function f(c) { await c.query('select 1'); c.release(); }`],
])('a parameter is a connection by %s', (_, text) => {
  expect(promised(text)).toContain('borrows');
});

test('a comment says that a parameter is a connection', () => {
  const text = `/** @param {import('pg').PoolClient} c */\nasync function f(c) { await g(c); }`;
  expect(promised(text, 'js')).toContain('borrows');
});

test.each([
  [
    'imports a pool and runs a statement',
    `import { pool } from './pool';\npool.query('select 1');`,
  ],
  [
    'has methods named like acquires',
    `class A { getConnection() {} acquire() {} async transaction() {} }`,
  ],
  [
    'is given something else',
    `import type { Other } from './types';\nasync function f(o: Other) {}`,
  ],
])('a file promises nothing that %s', (_, text) => {
  expect(promised(text)).toEqual([]);
});

test.each([
  [
    'has a variable called like one that leads in another file',
    `import './named';\nexport const a = { size: value };\na.size();`,
  ],
  ['calls what a local variable of another file is called', `import './named';\ninner();`],
  ['calls what another file takes out of something that leads', `import './named';\nheight();`],
  ['calls what another file made with a connection at once', `import './named';\nonce();`],
])('a file acquires nothing that %s', (_, text) => {
  expect(promised(text)).not.toContain('acquires');
});

test('what a program made smaller is not looked at', () => {
  const line = `import{Pool as p}from"pg";export const f=async()=>{const c=await new p().connect();c.query("x")};`;
  const bundle = line.repeat(300);
  expect(isMinified(bundle)).toBe(true);
  expect(isMinified(`${line}\n`.repeat(300))).toBe(false);
  const project = createProject({ readFile: () => undefined });
  expect(isWorthAnalysing(unparsed('/app/a.js', bundle), { project, drivers })).toBe(false);
  expect(isWorthAnalysing(unparsed('/app/a.js', line), { project, drivers })).toBe(true);
});

test.each([
  ['a prepared statement', `db.query({ name: 'one', text: 'select 1' });`],
  ['a temporary table', 'db.query(`create temp table t as select 1`);'],
  ['a pool by an everyday word', `const db = neo4j.driver('bolt://db');`],
  ['a pool by its own word', `const db = new Pool();`],
  ['a pool by another name', `import { createPool as make } from 'mysql2';\nconst db = make({});`],
  ['a pool by its module', `import sql from 'postgres';\nconst db = sql();`],
])('%s is promised as what pools are asked about', (_, text) => {
  expect(promised(text)).toContain('pools');
});

test.each([
  ['an acquire', `export const f = db => db.getConnection();`],
  ['its twin', `export const f = db => db.getConnectionAsync();`],
  ['the type of a connection', `export async function f(c: PoolClient) { await g(c); }`],
])('a file that nobody reaches passes the sieve by %s', (_, text) => {
  const project = createProject({ readFile: path => (path === '/app/main.ts' ? text : undefined) });
  expect(isWorthAnalysing(unparsed('/app/main.ts', text), { project, drivers })).toBe(true);
});
