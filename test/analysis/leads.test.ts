import { expect, test } from 'vitest';
import { analyse } from '../../src/analysis/analyse.ts';
import { drivers } from '../../src/drivers/index.ts';
import { createProject } from '../../src/source/project.ts';
import { parseFile, isParseFailure } from '../../src/source/parse.ts';
import type { Driver } from '../../src/drivers/driver.ts';

const pool = `import { Pool } from 'pg';\nexport const pool = new Pool();\n`;

/** The acquires of `main.ts`, as their calls are written. */
function acquiresIn(
  main: string,
  others: Readonly<Record<string, string>>,
  { known = drivers }: { readonly known?: readonly Driver[] } = {},
): readonly string[] {
  const texts: Readonly<Record<string, string>> = { 'main.ts': main, 'pool.ts': pool, ...others };
  const project = createProject({ readFile: path => texts[path.slice('/app/'.length)] });
  const file = parseFile('/app/main.ts', main);
  if (isParseFailure(file)) throw new Error(file.message);
  return analyse(file, { project, drivers: known }).leases.map(({ call }) => call);
}

const user = (how: string, call: string) =>
  `${how}\nexport async function use() {\n  const it = await ${call};\n  await it.query('x');\n}\n`;

test.each([
  [
    'a function of another file',
    user(`import { lend } from './lend';`, 'lend()'),
    `import { pool } from './pool';\nexport async function lend() { return pool.connect(); }`,
  ],
  [
    'a function by another name',
    user(`import { lend as get } from './lend';`, 'get()'),
    `import { pool } from './pool';\nconst own = () => pool.connect();\nexport { own as lend };`,
  ],
  [
    'the default export',
    user(`import anything from './lend';`, 'anything()'),
    `import { pool } from './pool';\nexport default () => pool.connect();`,
  ],
  [
    'module.exports',
    user(`const anything = require('./lend');`, 'anything()'),
    `const { pool } = require('./pool');\nmodule.exports = function () { return pool.connect(); };`,
  ],
  [
    'a function that a function made',
    user(`import { lend } from './lend';`, 'lend()'),
    `import { pool } from './pool';\nconst make = () => () => pool.connect();\nexport const lend = make();`,
  ],
  [
    'a field that a function made',
    user(`import { db } from './lend';`, 'db.lend()'),
    `import { pool } from './pool';\nconst make = () => async () => pool.connect();\nexport const db = { lend: make() };`,
  ],
  [
    'a member that stands for a local variable',
    user(`import { db } from './lend';`, 'db().own()'),
    `import { pool } from './pool';\nconst get = () => pool.connect();\nexport const db = () => { const own = get; return { own }; };`,
  ],
  [
    'a member that stands for an import',
    user(`import { db } from './lend';`, 'db.lend()'),
    `import { lender } from './lender';\nexport const db = { lend: lender };`,
  ],
  [
    'a method two files away, by the name of a method of arrays',
    user(`import { db } from './lend';`, 'db.pop()'),
    `import { pool } from './pool';\nclass Db { async pop() { return pool.connect(); } }\nexport const db = new Db();`,
  ],
])('%s leads to the acquire', (_, main, lend) => {
  const lender = `import { pool } from './pool';\nexport const lender = () => pool.connect();`;
  expect(acquiresIn(main, { 'lend.ts': lend, 'lender.ts': lender })).toHaveLength(1);
});

test('a default export leads through whoever takes it on', () => {
  const lend = `import { pool } from './pool';\nexport default () => pool.connect();`;
  const taken = `import get from './lend';\nexport async function take() { return get(); }`;
  const main = user(`import { take } from './taken';`, 'take()');
  expect(acquiresIn(main, { 'lend.ts': lend, 'taken.ts': taken })).toHaveLength(1);
  const passed = `export { default } from './lend';`;
  const other = user(`import get from './passed';`, 'get()');
  expect(acquiresIn(other, { 'lend.ts': lend, 'passed.ts': passed })).toHaveLength(1);
});

test('a name that leads says nothing of what else has it', () => {
  const main = `import { db } from './lend';\nexport const last = [1].pop();\nexport const same = db;\n`;
  const lend = `import { pool } from './pool';\nexport const db = { pop: () => pool.connect() };`;
  expect(acquiresIn(main, { 'lend.ts': lend })).toEqual([]);
});

test('a module that is itself what opens a connection leads under any name', () => {
  const own: Driver = {
    package: 'opening',
    standalone: {
      type: 'Connection',
      create: ['await default()'],
      open: [],
      use: ['query'],
      close: ['end'],
      dispose: 'none',
    },
  };
  const main = user(`import whatever from 'opening';`, 'whatever()');
  expect(acquiresIn(main, {}, { known: [own] })).toHaveLength(1);
});

test('a default export that is known to lead does so for a file that is met later', () => {
  const texts: Readonly<Record<string, string>> = {
    'pool.ts': pool,
    'lend.ts': `import { pool } from './pool';\nexport default () => pool.connect();`,
    'first.ts': user(`import first from './lend';`, 'first()'),
    'later.ts': user(`import later from './lend';`, 'later()'),
  };
  const project = createProject({ readFile: path => texts[path.slice('/app/'.length)] });
  const found = ['first.ts', 'later.ts'].map(name => {
    const file = parseFile(`/app/${name}`, texts[name] ?? '');
    if (isParseFailure(file)) throw new Error(file.message);
    return analyse(file, { project, drivers }).leases.length;
  });
  expect(found).toEqual([1, 1]);
});
