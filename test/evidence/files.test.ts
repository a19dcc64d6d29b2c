import { describe, expect, test } from 'vitest';
import { createEvidence } from '../../src/evidence/syntax.ts';
import { createProject } from '../../src/source/project.ts';
import { shapesIn, shownIn } from './ask.ts';

const pool = 'pg Pool, creation';
const made = `import { Pool } from 'pg'; export const pool = new Pool();`;

describe('through other files', () => {
  test.each([
    ['a named export', `import { pool } from './db.js'; show(pool);`, made],
    [
      'a default export',
      `import db from './db'; show(db);`,
      `import { Pool } from 'pg'; export default new Pool();`,
    ],
    ['a namespace', `import * as db from './db'; show(db.pool);`, made],
    ['import()', `const db = await import('./db'); show(db.pool);`, made],
    ['require', `const { pool } = require('./db'); show(pool);`, made],
    ['export star', `import { Pool } from './db'; show(new Pool());`, `export * from 'pg';`],
    [
      'export star as',
      `import { pg } from './db'; show(new pg.Pool());`,
      `export * as pg from 'pg';`,
    ],
    ['re-export', `import { P } from './db'; show(new P());`, `export { Pool as P } from 'pg';`],
    [
      'an imported re-export',
      `import { P } from './db'; show(new P());`,
      `import { Pool } from 'pg'; export { Pool as P };`,
    ],
    [
      'a function',
      `import { get } from './db'; show(get());`,
      `import pg from 'pg'; export function get() { return new pg.Pool(); }`,
    ],
    [
      'a class',
      `import { Db } from './db'; show(new Db().p);`,
      `import pg from 'pg'; export class Db { p = new pg.Pool(); }`,
    ],
    [
      'a base class',
      `import { Db } from './db'; class A extends Db { f() { show(this.p); } }`,
      `import pg from 'pg'; export class Db { p = new pg.Pool(); }`,
    ],
    [
      'a subclass',
      `import { Db } from './db'; show(new Db());`,
      `import pg from 'pg'; export class Db extends pg.Pool {}`,
      ', extended',
    ],
    [
      'module.exports',
      `const db = require('./db'); show(db);`,
      `const { Pool } = require('pg'); module.exports = new Pool();`,
    ],
    [
      'a default import of it',
      `import db from './db'; show(db);`,
      `const { Pool } = require('pg'); module.exports = new Pool();`,
    ],
    [
      'its members',
      `const db = require('./db'); show(db.pool);`,
      `const pg = require('pg'); const db = { pool: new pg.Pool() }; module.exports = db;`,
    ],
    [
      'members put on it',
      `const db = require('./db'); show(db.pool);`,
      `const pg = require('pg'); const db = {}; module.exports = db; db.pool = new pg.Pool();`,
    ],
    [
      'members of a class',
      `const db = require('./db'); show(db.p);`,
      `const pg = require('pg'); class Db { p = new pg.Pool(); } module.exports = new Db();`,
    ],
    [
      'a function and a member',
      `const db = require('./db'); show(db.p); show(db());`,
      `const pg = require('pg'); module.exports = () => new pg.Pool(); module.exports.p = new pg.Pool();`,
    ],
    [
      'export =',
      `import db = require('./db'); show(db);`,
      `import pg = require('pg'); const db = new pg.Pool(); export = db;`,
    ],
    [
      'a required re-export',
      `const { Pool } = require('./db'); show(new Pool());`,
      `module.exports = require('pg');`,
    ],
  ])('%s', (_, code, db, suffix = '') => {
    const shapes = shapesIn({ '/app/main.ts': code, '/app/db.ts': db });
    expect(new Set(shapes)).toEqual(new Set([pool + suffix]));
  });

  test.each([
    [
      'a type',
      `import type { P } from './db'; declare const p: P; show(p);`,
      `import type { Pool } from 'pg'; export type P = Pool;`,
    ],
    [
      'a re-exported type',
      `import { Pool } from './db'; declare const p: Pool; show(p);`,
      `export type { Pool } from 'pg';`,
    ],
    [
      'a starred type',
      `import { Pool } from './db'; declare const p: Pool; show(p);`,
      `export * from 'pg';`,
    ],
    [
      'a qualified type',
      `import * as db from './db'; declare const p: db.P; show(p);`,
      `import pg from 'pg'; export type P = pg.Pool;`,
    ],
    [
      'an import type',
      `declare const p: import('./db').P; show(p);`,
      `import pg from 'pg'; export type P = pg.Pool;`,
    ],
    [
      'an interface',
      `import { D } from './db'; function f({ p }: D) { show(p); }`,
      `import pg from 'pg'; export interface D { p: pg.Pool }`,
    ],
    [
      'a callback type',
      `import { w } from './db'; w(p => show(p));`,
      `import pg from 'pg'; export function w(fn: (p: pg.Pool) => void) {}`,
    ],
  ])('%s', (_, code, db) => {
    expect(shapesIn({ '/app/main.ts': code, '/app/db.ts': db })).toEqual(['pg Pool, annotation']);
  });

  test('modules that import one another end', () => {
    const files = {
      '/app/main.ts': `import { a } from './a'; show(a);`,
      '/app/a.ts': `export { a } from './b'; export * from './b';`,
      '/app/b.ts': `export { a } from './a'; export * from './a';`,
    };
    expect(shapesIn(files)).toEqual(['nothing']);
  });

  test('no file is parsed unless an import is followed to it', () => {
    const read: string[] = [];
    const files: Record<string, string> = {
      '/app/main.ts': `import { x } from './x'; import { pool } from './db'; show(pool);`,
      '/app/db.ts': made,
      '/app/x.ts': `import './y';`,
    };
    const project = createProject({
      readFile: path => {
        const text = files[path];
        if (text !== undefined) read.push(path);
        return text;
      },
    });
    const file = project.fileAt('/app/main.ts');
    if (file === undefined) throw new Error('main.ts does not parse.');
    const evidence = createEvidence({ project, drivers: [] });
    for (const node of shownIn(file)) evidence.shapeOf(file, node);
    expect(new Set(read)).toEqual(new Set(['/app/main.ts', '/app/db.ts']));
  });
});
