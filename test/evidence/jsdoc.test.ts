import { describe, expect, test } from 'vitest';
import { shapesIn } from './ask.ts';

const pool = 'pg Pool, annotation';

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
