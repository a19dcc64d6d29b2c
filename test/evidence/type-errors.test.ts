import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { compilerOf } from '../../src/evidence/compiler.ts';
import { typeErrorsBehind } from '../../src/evidence/type-errors.ts';
import { createFolder } from '../cli/run-in.ts';

const options: ts.CompilerOptions = {
  strict: true,
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  types: [],
  noEmit: true,
  skipLibCheck: true,
  lib: ['lib.es2022.d.ts'],
};

const main = `import { twice } from './twice.js';

export const four: number = twice(2);
`;

function programOver(files: Readonly<Record<string, string>>, roots = ['main.ts']) {
  const folder = realpathSync(createFolder({ 'package.json': '{"type":"module"}', ...files }));
  const program = ts.createProgram(
    roots.map(name => join(folder, name)),
    options,
  );
  const errorsOf = (name: string, texts: Readonly<Record<string, string>>) =>
    typeErrorsBehind({ program })?.(
      join(folder, name),
      new Map(Object.entries(texts).map(([path, text]) => [join(folder, path), text])),
    );
  return { folder, program, errorsOf };
}

describe('an edited file', () => {
  const twice = 'export const twice = (of: number): number => 2 * of;\n';

  test('is checked as it is and as it would be', () => {
    const { errorsOf } = programOver({ 'main.ts': main, 'twice.ts': twice });
    expect(errorsOf('main.ts', { 'main.ts': main })).toEqual([]);
    expect(errorsOf('main.ts', { 'main.ts': main.replace('2)', "'2')") })).toEqual([
      "Argument of type 'string' is not assignable to parameter of type 'number'.",
    ]);
  });

  test('need not be a root of the program, and others are seen with their new texts', () => {
    const { errorsOf } = programOver({ 'main.ts': main, 'twice.ts': twice });
    const other = twice.replace('of: number', 'of: string');
    expect(errorsOf('twice.ts', { 'twice.ts': other })).toEqual([
      "The right-hand side of an arithmetic operation must be of type 'any', 'number', 'bigint' or an enum type.",
    ]);
    expect(errorsOf('main.ts', { 'twice.ts': other })).toHaveLength(1);
  });

  test('may import what was not imported before, and a file that is made with it', () => {
    const { errorsOf } = programOver({ 'main.ts': main, 'twice.ts': twice });
    const edited = `import { thrice } from './thrice.js';\n${main}export const six: number = thrice(2);\n`;
    const thrice = twice.replace('twice', 'thrice');
    expect(errorsOf('main.ts', { 'main.ts': edited })).toHaveLength(1);
    expect(errorsOf('main.ts', { 'main.ts': edited, 'thrice.ts': thrice })).toEqual([]);
  });

  test('leaves the program as it is', () => {
    const { folder, program, errorsOf } = programOver({ 'main.ts': main, 'twice.ts': twice });
    const state = () => [
      program.getSourceFiles().map(({ fileName, text }) => [fileName, text]),
      ts.getPreEmitDiagnostics(program).length,
      program.getRootFileNames(),
    ];
    const before = state();
    const source = program.getSourceFile(join(folder, 'main.ts'));
    expect(errorsOf('main.ts', { 'main.ts': main.replace('2)', "'2')") })).toHaveLength(1);
    expect(state()).toEqual(before);
    expect(program.getSourceFile(join(folder, 'main.ts'))).toBe(source);
  });

  test('may reach a package that is installed twice', () => {
    const { folder, program, errorsOf } = programOver({
      'main.ts': `import { one } from 'one';\nimport { two } from 'two';\nexport const all = [one, two];\n`,
      ...packageAt('node_modules/one', 'one', 'export declare const one: number;'),
      ...packageAt('node_modules/two', 'two', "export { one as two } from 'one';"),
      ...packageAt('node_modules/two/node_modules/one', 'one', 'export declare const one: number;'),
    });
    expect(
      program.getSourceFile(join(folder, 'node_modules/two/node_modules/one/index.d.ts')),
    ).toBeDefined();
    const text = `import { one } from 'one';\nimport { two } from 'two';\nexport const all: string[] = [one, two];\n`;
    expect(errorsOf('main.ts', { 'main.ts': text })).toHaveLength(2);
  });

  test.each(['main.js', 'gone.ts'])('that no compiler checks: %s', name => {
    const { errorsOf } = programOver({ 'main.ts': main, 'twice.ts': twice, 'main.js': '' });
    expect(errorsOf(name, { [name]: 'const text: number = 1;' })).toBeUndefined();
  });
});

test.each([undefined, null, {}, { program: null }])('no program in %s, no errors', services => {
  expect(typeErrorsBehind(services)).toBeUndefined();
});

describe('the compiler of a program', () => {
  const library = (fileName: string, made: object) =>
    ({
      getSourceFiles: () => [Object.assign(Object.create(made) as object, { fileName })],
      isSourceFileDefaultLibrary: () => true,
    }) as unknown as ts.Program;
  const own = ts.getDefaultLibFilePath({});

  test('is the copy that made it', () => {
    const program = ts.createProgram([ts.getDefaultLibFilePath({})], options);
    expect(compilerOf(program)?.createProgram).toBe(ts.createProgram);
  });

  test('is no other copy, and none where there is none', () => {
    expect(compilerOf(library(own, Object.prototype))).toBeUndefined();
    const alone = join(createFolder({}), 'lib.es5.d.ts');
    expect(compilerOf(library(alone, Object.prototype))).toBeUndefined();
    expect(compilerOf(ts.createProgram([], { noLib: true }))).toBeUndefined();
  });
});

function packageAt(folder: string, name: string, types: string): Readonly<Record<string, string>> {
  const manifest = { name, version: '1.0.0', types: 'index.d.ts' };
  return { [`${folder}/package.json`]: JSON.stringify(manifest), [`${folder}/index.d.ts`]: types };
}
