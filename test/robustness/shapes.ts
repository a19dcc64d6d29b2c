/** A generated file that is hard to analyse, and what it must end in. */
export interface Shape {
  readonly name: string;
  readonly text: string;
  /** `note`: larger than the budget, so the file says so; `quiet`: within it. */
  readonly outcome: 'note' | 'quiet';
  /** Other files it imports, by name. */
  readonly others?: ReadonlyMap<string, string>;
}

const head = `import { Pool } from 'pg';\nconst pool = new Pool();\n`;

/** Code in a function that holds a connection. */
function holding(body: string, parameters = 'x'): string {
  return `${head}export async function hold(${parameters}) {
  const client = await pool.connect();
  try {
${body}
  } finally { client.release(); }
}\n`;
}

function repeat(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('\n');
}

/** `open` `count` times around `core`. */
function nest(count: number, open: string, core: string, close: string): string {
  return `${open.repeat(count)}${core}${close.repeat(count)}`;
}

const independentFlags = repeat(
  40,
  i => `let f${i} = false; if (x.a${i}) { f${i} = true; await client.query('a'); }`,
);
const flagTests = repeat(40, i => `if (f${i}) await client.query('b');`);

/** Every shape by its name. */
export const shapes: readonly Shape[] = [
  {
    name: 'a function of 5,000 lines',
    text: holding(repeat(5000, i => `await client.query('select ${i}', [x]);`)),
    outcome: 'quiet',
  },
  {
    name: 'a function of 5,000 lines with branches',
    text: holding(repeat(2500, i => `if (x.a${i})\n  await client.query('select ${i}');`)),
    outcome: 'note',
  },
  {
    name: '2,000 nested blocks',
    text: holding(nest(2000, '{ ', 'await client.query(x);', ' }')),
    outcome: 'quiet',
  },
  {
    name: '500 nested conditions',
    text: holding(nest(500, 'if (x()) { ', 'await client.query(x);', ' }')),
    outcome: 'quiet',
  },
  {
    name: '40 flags that are tested later',
    text: holding(`${independentFlags}\n${flagTests}`),
    outcome: 'quiet',
  },
  {
    name: '300 connections with try and finally, one after the other',
    text: `${head}export async function all(x) {\n${repeat(
      300,
      i =>
        `const c${i} = await pool.connect(); try { await c${i}.query(x); } finally { c${i}.release(); }`,
    )}\n}\n`,
    outcome: 'quiet',
  },
  {
    name: 'finally within finally, 12 deep',
    text: holding(nest(12, 'try { await client.query(x); } finally { ', 'if (x) return 1;', ' }')),
    outcome: 'quiet',
  },
  {
    name: 'try within try with return, 12 deep',
    text: holding(nest(12, 'try { if (x()) return 1; ', 'x();', ' } finally { x(); }')),
    outcome: 'quiet',
  },
  {
    name: 'a switch of 3,000 cases',
    text: holding(
      `switch (x) {\n${repeat(3000, i => `case ${i}: await client.query('${i}'); ${i % 3 ? 'break;' : ''}`)}\n}`,
    ),
    outcome: 'quiet',
  },
  {
    name: 'an array of 3,000 elements',
    text: holding(`return [${repeat(3000, i => `x(${i}),`)}];`),
    outcome: 'quiet',
  },
  {
    name: 'a function that begins with a loop',
    text: `${head}export async function each() {
  for (const id of pool.ids) {
    const client = await pool.connect();
    await client.query(id);
    client.release();
  }\n}\n`,
    outcome: 'quiet',
  },
  {
    name: 'a promise chain of 400 links',
    text: `${head}export function chain(x) {
  return pool.connect().then(client => client.query(x)${repeat(400, i => `.then(() => client.query('${i}'))`)}
    .finally(() => client.release()));\n}\n`,
    outcome: 'note',
  },
  {
    name: 'an expression of 3,000 operands',
    text: holding(`return ${repeat(3000, i => `x(${i}) +`)} 1;`),
    outcome: 'quiet',
  },
];
