import { describe, expect, test } from 'vitest';
import { findExport } from '../../src/source/exports.ts';
import { createProject } from '../../src/source/project.ts';
import type { Files } from '../evidence/ask.ts';

/** What the first file exports under a name, as `path: source text`. */
function exported(files: Files | string, name: string): string | undefined {
  const all: Files = typeof files === 'string' ? { '/app/a.ts': files } : files;
  const project = createProject({ readFile: path => all[path] });
  const file = project.fileAt(Object.keys(all)[0] ?? '');
  const found = file && findExport(file, name, project);
  if (found === undefined) return undefined;
  if (found.external) return [found.external.specifier, ...found.external.path].join(' ');
  const text = found.file.text.slice(...found.node.range);
  return found.file === file ? text : `${found.file.path}: ${text}`;
}

describe('exports of one file', () => {
  test.each([
    [`export const a = 1;`, 'a', 'a'],
    [`export const { x: { a } = b } = c;`, 'a', 'a'],
    [`export const [, ...a] = c;`, 'a', 'a'],
    [`export function a() {}`, 'a', 'function a() {}'],
    [`export class a {}`, 'a', 'class a {}'],
    [`export interface a {}`, 'a', 'interface a {}'],
    [`export type a = 1;`, 'a', 'type a = 1;'],
    [`export default 1;`, 'default', '1'],
    [`export default function () {}`, 'default', 'function () {}'],
    [`const b = 1; export { b as a };`, 'a', 'b'],
    [`function b() {} export { b as default };`, 'default', 'function b() {}'],
    [`const b = 1; export { b as 'a-b' };`, 'a-b', 'b'],
    [`export { default as a } from 'x';`, 'a', 'x default'],
    [`export * as a from 'x';`, 'a', 'x'],
    [`export * from 'x';`, 'a', 'x a'],
    [`const a = 1; export = a;`, 'default', 'a'],
    [`const b = { a: 1 }; export = b;`, 'a', '1'],
    [`export import a = require('x');`, 'a', 'a'],
    [`export const b = 1;`, 'a', undefined],
    [`export const b = 1;`, 'default', undefined],
    [`export * from 'x';`, 'default', undefined],
    [`export * from './gone';`, 'a', undefined],
  ])('%s %s', (code, name, expected) => {
    expect(exported(code, name)).toBe(expected);
  });

  test.each([
    [`module.exports = x;`, 'default', 'x'],
    [`module.exports = { a, b: 1 };`, 'b', '1'],
    [`module.exports = { a };`, 'a', 'a'],
    [`module.exports = { a() {} };`, 'a', '() {}'],
    [`const x = { a: 1 }; module.exports = x;`, 'a', '1'],
    [`module.exports.a = 1;`, 'a', '1'],
    [`exports.a = 1;`, 'a', '1'],
    [`exports['a'] = 1;`, 'a', '1'],
    [`exports.default = 1;`, 'default', '1'],
    [`exports.a = exports.b = 1;`, 'a', '1'],
    [`exports.a = void 0; exports.a = 1;`, 'a', '1'],
    [`exports = module.exports = { a: 1 };`, 'a', '1'],
    [`const x = module.exports = { a: 1 };`, 'a', '1'],
    [`Object.assign(module.exports, { a: 1 });`, 'a', '1'],
    [`module.exports = { ...{ a: 1 } };`, 'a', '1'],
    [`module.exports = { a: 1, ...b, a: 2 };`, 'a', '2'],
    [`if (x) { exports.a = 1; }`, 'a', '1'],
    [`Object.defineProperty(exports, 'a', { get() { return x; } });`, 'a', 'x'],
    [`module.exports = require('x');`, 'a', 'x a'],
    [`module.exports = { ...require('x') };`, 'a', 'x a'],
    [`module.exports = {};`, 'a', undefined],
    [`function f() { exports.a = 1; }`, 'a', undefined],
    [`other.exports.a = 1;`, 'a', undefined],
  ])('%s %s', (code, name, expected) => {
    expect(exported({ '/app/a.js': code }, name)).toBe(expected);
  });

  test('a default import of a module without one is all of it', () => {
    expect(exported({ '/app/a.js': `exports.a = 1;` }, 'default')).toBe(`exports.a = 1;`);
  });
});

describe('exports across files', () => {
  const b = `export const a = 1; export default 2; export function f() {}`;

  test.each([
    ['named', `export { a } from './b';`, 'a', '/app/b.ts: a'],
    ['renamed', `export { f as a } from './b.js';`, 'a', '/app/b.ts: function f() {}'],
    ['default', `export { default } from './b';`, 'default', '/app/b.ts: 2'],
    ['star', `export * from './b';`, 'a', '/app/b.ts: a'],
    ['star after a package', `export * from 'x'; export * from './b';`, 'a', '/app/b.ts: a'],
    ['star as', `export * as b from './b';`, 'b', `/app/b.ts: ${b}`],
    ['no default by star', `export * from './b';`, 'default', undefined],
    ['required', `module.exports = require('./b');`, 'a', '/app/b.ts: a'],
    ['spread', `module.exports = { ...require('./b') };`, 'a', '/app/b.ts: a'],
    ['assigned', `Object.assign(module.exports, require('./b'));`, 'a', '/app/b.ts: a'],
    ['compiled', `__exportStar(require('./b'), exports);`, 'a', '/app/b.ts: a'],
    ['star of a star', `export * from './c';`, 'a', '/app/b.ts: a'],
    ['star of what a program wrote', `export * from './m';`, 'a', '/app/m.ts: a'],
    ['a cycle', `export * from './a'; export { z } from './a';`, 'z', undefined],
  ])('%s', (_, code, name, expected) => {
    const c = `export * from './b';`;
    const m = `${b}\nconst rest = '${'x'.repeat(30_000)}';`;
    expect(
      exported({ '/app/a.ts': code, '/app/b.ts': b, '/app/c.ts': c, '/app/m.ts': m }, name),
    ).toBe(expected);
  });
});
