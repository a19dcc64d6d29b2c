import { describe, expect, test } from 'vitest';
import { isParseFailure, parseFile } from '../../src/source/parse.ts';
import type { SourceFile } from '../../src/source/source-file.ts';
import { childrenOf, walk } from '../../src/source/walk.ts';

function parsed(path: string, text: string): SourceFile {
  const file = parseFile(path, text);
  if (isParseFailure(file)) throw new Error(file.message);
  return file;
}

describe('parse', () => {
  test.each([
    ['/a.ts', `const x = <T>(y: T) => <T>y; enum E { A } await x(1);`],
    ['/a.mts', `import type { A } from 'a'; await using x = y();`],
    ['/a.cts', `import x = require('x'); export = x;`],
    ['/a.tsx', `const x = <T,>(y: T) => <div>{y}</div>;`],
    ['/a.d.ts', `export declare const x: number; declare module 'y' {}`],
    ['/a.js', `const x = <div/>; export default x;`],
    ['/a.js', `const x = require('x'); return x;`],
    ['/a.js', `with (x) { y = 012; }`],
    ['/a.mjs', `export const x = await y;`],
    ['/a.cjs', `if (x) return; module.exports = x;`],
    ['/a.jsx', `export default () => <><b/></>;`],
    ['/a.js', `#!/usr/bin/env node\nimport 'x';`],
    ['/a.ts', `\uFEFF#!/usr/bin/env node\nexport {};`],
    ['/a.ts', ``],
  ])('%s %s', (path, text) => {
    expect(parseFile(path, text)).not.toHaveProperty('message');
  });

  test('a failure says what and where', () => {
    expect(parseFile('/a.ts', `const a = 1;\n  const = 2;`)).toEqual({
      path: '/a.ts',
      message: expect.any(String),
      line: 2,
      column: 9,
    });
  });

  test('a byte order mark is not counted', () => {
    const file = parsed('/a.ts', `\uFEFFconst x = '😀'; x;`);
    const [, last] = file.program.body;
    expect(file.text.slice(...(last?.range ?? [0, 0]))).toBe('x;');
  });

  test('every node but the program has a parent', () => {
    const file = parsed('/a.tsx', `class A { @d() m<T>(x: T): x is T { return <a b={x}/>; } }`);
    walk(file.program, node => {
      for (const child of childrenOf(node)) expect(child.parent).toBe(node);
    });
    expect(file.program.parent ?? undefined).toBeUndefined();
  });

  test('lines are counted at every kind of break', () => {
    const file = parsed('/a.ts', 'a;\r\nb;\nc;\rd;\u2028e;');
    const line = (text: string) => file.lineOf(file.text.indexOf(text));
    expect(['a', 'b', 'c', 'd', 'e'].map(line)).toEqual([1, 2, 3, 4, 5]);
  });

  test.each([
    ['/a.ts', `import { x } from 'x'; function f() { x; } class x1 {}`],
    ['/a.cjs', `const x = 1; function f() { x; } return;`],
    ['/a.js', `var x = 1; with (y) {} function f() { x; }`],
  ])('%s: a use and its declaration have one variable', (path, text) => {
    const file = parsed(path, text);
    const names = new Set<unknown>();
    walk(file.program, node => {
      const isX = node.type === 'Identifier' && node.name === 'x';
      if (isX && node.parent?.type !== 'ImportSpecifier') names.add(file.variableOf(node));
    });
    expect(names.size).toBe(1);
    expect([...names][0]).toMatchObject({ name: 'x' });
    expect(file.topLevel('x')).toBe([...names][0]);
    expect(file.topLevel('gone')).toBeUndefined();
  });

  test('a class is one variable, inside and outside of its declaration', () => {
    const file = parsed('/a.ts', `class A {}\nnew A();`);
    const [declaration] = file.program.body;
    if (declaration?.type !== 'ClassDeclaration' || !declaration.id) throw new Error('no class');
    expect(file.variableOf(declaration.id)).toBe(file.topLevel('A'));
  });
});
