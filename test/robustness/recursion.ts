import type { Shape } from './shapes.ts';

const head = `import { Pool } from 'pg';\nconst pool = new Pool();\n`;

function repeat(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('\n');
}

/** Functions that call one another. */
export const recursive: readonly Shape[] = [
  {
    name: 'a chain of 300 functions that pass the connection on',
    text: `${head}export async function first() {
  const client = await pool.connect();
  try { await f0(client); } finally { client.release(); }
}
${repeat(300, i => `async function f${i}(client) { await client.query('${i}'); return f${i + 1}(client); }`)}
async function f300(client) { return client.query('end'); }\n`,
    outcome: 'quiet',
  },
  {
    name: 'a chain of 300 functions around one acquire',
    text: `${head}${repeat(300, i => `export async function f${i}() { return f${i + 1}(); }`)}
async function f300() { const client = await pool.connect(); await client.query('x'); client.release(); }\n`,
    outcome: 'quiet',
  },
  {
    name: '60 functions that call each other, all of them',
    text: `${head}${repeat(
      60,
      i => `async function f${i}(client, n) {
  if (n > ${i}) await client.query('x');
  ${repeat(60, j => `if (n === ${j}) await f${j}(client, n - 1);`)}
}`,
    )}
export async function start(n) {
  const client = await pool.connect();
  try { await f0(client, n); } finally { client.release(); }
}\n`,
    outcome: 'note',
  },
  {
    name: '12 functions that call each other, and each acquires',
    text: `${head}${repeat(
      12,
      i => `export async function f${i}(n) {
  const client = await pool.connect();
  try { ${repeat(12, j => `if (n === ${j}) await f${j}(n - 1);`)} } finally { client.release(); }
}`,
    )}\n`,
    outcome: 'quiet',
  },
  {
    name: 'a tree of 2^12 calls without recursion',
    text: `${head}${repeat(
      12,
      i => `async function f${i}(client) { await f${i + 1}(client); await f${i + 1}(client); }`,
    )}
async function f12(client) { await client.query('x'); }
export async function start() {
  const client = await pool.connect();
  try { await f0(client); } finally { client.release(); }
}\n`,
    outcome: 'quiet',
  },
];

/** Files that import one another. */
export const cyclic: readonly Shape[] = [
  {
    name: 'a cycle of 40 imports',
    text: `import { f1 } from './b1.ts';
import { Pool } from 'pg';
export const pool = new Pool();
export async function f0() {
  const client = await pool.connect();
  try { await f1(client); } finally { client.release(); }
}\n`,
    others: new Map(
      Array.from({ length: 40 }, (_, index) => {
        const i = index + 1;
        const [next, call] = i === 40 ? ['a', 'f0()'] : [`b${i + 1}`, `f${i + 1}(client)`];
        const name = call.slice(0, call.indexOf('('));
        return [
          `/generated/b${i}.ts`,
          `import { ${name} } from './${next}.ts';
export async function f${i}(client) { await client.query('x'); return ${call}; }\n`,
        ] as const;
      }),
    ),
    outcome: 'quiet',
  },
  {
    name: 'two files that re-export each other',
    text: `import { connect } from './b.ts';
export * from './b.ts';
import { Pool } from 'pg';
const pool = new Pool();
export async function hold() {
  const client = await pool.connect();
  try { await connect(client); } finally { client.release(); }
}\n`,
    others: new Map([['/generated/b.ts', `export * from './a.ts';\n`]]),
    outcome: 'quiet',
  },
];
