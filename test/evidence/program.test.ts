import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { afterAll, describe, expect, test } from 'vitest';
import { drivers } from '../../src/drivers/index.ts';
import { createOwnProgram } from '../../src/evidence/own-program.ts';
import { fromParserServices } from '../../src/evidence/program-oracle.ts';
import { createEvidence } from '../../src/evidence/syntax.ts';
import type { TypeOracle } from '../../src/evidence/type-oracle.ts';
import { createProject } from '../../src/source/project.ts';
import { shownIn, spell } from './ask.ts';
import type { Files } from './ask.ts';

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'evidence-')));
  folders.push(folder);
  return folder;
}

/** Writes files beside our own installed packages; gives the folder. */
function write(files: Files): string {
  const folder = temporaryFolder();
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

function shown(folder: string, types: () => TypeOracle | undefined): readonly string[] {
  const project = createProject();
  const file = project.fileAt(join(folder, 'main.ts'));
  if (file === undefined) throw new Error('main.ts does not parse.');
  const evidence = createEvidence({ project, drivers, types });
  const nodes = shownIn(file);
  evidence.prepare(file, nodes);
  return nodes.map(node => spell(evidence.shapeOf(file, node)));
}

const open = `
  import { Pool, type PoolClient } from 'pg';
  declare function show(x: unknown): void;
  declare function pick<T>(x: T): T;
  interface Pooled { connect(): void }
  declare const map: Map<string, Pool>;
  declare const maybe: Map<string, Pool | null>;
  declare const cache: Map<string, Promise<PoolClient>>;
  declare const fake: Map<string, Pooled>;
  declare const generic: <T extends Pool>(x: T) => Map<string, T>;
  show(pick(new Pool()));
  show(map.get('x')!);
  show(maybe.get('x'));
  show(cache.get('x')!);
  show(await cache.get('x')!);
  show(fake.get('x'));
  show(map.get('x')?.connect());
  for (const [, p] of map) show(p);
  export function f<T extends Pool>(ts: Map<string, T>) { show(ts.get('x')); }
  show(new Map([[1, 2]]));
  declare const tagged: Map<string, import('slonik').DatabasePool>;
  show(tagged.get('x')!);
`;

const answers = [
  'pg Pool, type',
  'pg Pool, type',
  'pg Pool, type',
  'promise of pg PoolClient, type',
  'pg PoolClient, type',
  'object TSInterfaceDeclaration',
  'promise of pg PoolClient, type',
  'pg Pool, type',
  'pg Pool, type',
  'nothing',
  'slonik DatabasePool, type',
];

const strict = JSON.stringify({
  compilerOptions: { strict: true, module: 'nodenext', target: 'es2022', types: [] },
});

describe('types', () => {
  test('a program of the user’s TypeScript', () => {
    const folder = write({
      'main.ts': open,
      'tsconfig.json': strict,
      'package.json': '{"type":"module"}',
    });
    const program = createOwnProgram({ cwd: folder, files: [join(folder, 'main.ts')] });
    expect(shown(folder, () => program)).toEqual(answers);
    expect(program?.notes).toEqual([]);
  });

  test('a program of the linter’s', () => {
    const folder = write({ 'main.ts': open, 'package.json': '{"type":"module"}' });
    const program = ts.createProgram([join(folder, 'main.ts')], {
      strict: true,
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
    });
    expect(shown(folder, () => fromParserServices({ program }))).toEqual(answers);
    expect(fromParserServices({ program })).toBe(fromParserServices({ program }));
  });

  test.each([undefined, null, {}, { program: null }])('no program in %s', services => {
    expect(fromParserServices(services)).toBeUndefined();
  });

  test('a tsconfig that is broken gives a note and still answers', () => {
    const folder = write({
      'main.ts': open.replace(/await/, ''),
      'tsconfig.json': '{ "extends": "./gone.json", "compilerOptions": { "target": "es1" } }',
      'package.json': '{"type":"module"}',
    });
    const program = createOwnProgram({ cwd: folder, files: [join(folder, 'main.ts')] });
    expect(shown(folder, () => program).slice(0, 3)).toEqual(answers.slice(0, 3));
    expect(program?.notes.length).toBeGreaterThan(0);
  });

  test('no tsconfig, a file that was not announced, and a solution of projects', () => {
    const folder = write({ 'main.ts': open, 'package.json': '{"type":"module"}' });
    const late = createOwnProgram({ cwd: folder, files: [] });
    expect(shown(folder, () => late)).toEqual(answers);
    const solution = write({
      'main.ts': open,
      'package.json': '{"type":"module"}',
      'tsconfig.json': '{"files":[],"references":[{"path":"./tsconfig.app.json"}]}',
      'tsconfig.app.json': strict.replace('}}', '},"include":["*.ts"]}'),
    });
    const referred = createOwnProgram({ cwd: solution, files: [join(solution, 'main.ts')] });
    expect(shown(solution, () => referred)).toEqual(answers);
  });

  test('no TypeScript, no program', () => {
    const folder = temporaryFolder();
    expect(createOwnProgram({ cwd: folder, files: [] })).toBeUndefined();
    mkdirSync(join(folder, 'node_modules/typescript'), { recursive: true });
    writeFileSync(join(folder, 'node_modules/typescript/index.js'), `exports.version = '7.0.2';`);
    expect(createOwnProgram({ cwd: folder, files: [] })).toBeUndefined();
  });

  test('never and literals', () => {
    const code = `declare const o: { fail(): never; ok(): void; k: 'a' | 'b' | undefined; s: string; e: boolean };
      o.fail(); o.ok(); o.k; o.s; o.e; export {};`;
    const folder = write({
      'main.ts': code,
      'tsconfig.json': strict,
      'package.json': '{"type":"module"}',
    });
    const path = join(folder, 'main.ts');
    const program = createOwnProgram({ cwd: folder, files: [path] });
    const at = (text: string) => {
      const start = code.lastIndexOf(text);
      return { start, end: start + text.length };
    };
    expect(program?.areNever(path, [at('o.fail()'), at('o.ok()')])).toEqual([true, false]);
    // In code that is never reached a checker says less; before it, all there is.
    const before = code.replace('o.fail(); ', '');
    const reached = createOwnProgram({ cwd: folder, files: [path] });
    writeFileSync(path, before);
    const range = (text: string) => {
      const start = before.lastIndexOf(text);
      return { start, end: start + text.length };
    };
    const found = reached?.literalsAt(path, ['o.k', 'o.s', 'o.e'].map(range));
    expect(found?.map(one => one && [...one].sort())).toEqual([
      ['a', 'b', 'undefined'],
      undefined,
      ['false', 'true'],
    ]);
  });

  test('names alone are no evidence', () => {
    const code = `class Pool { connect() { return 1; } } declare const m: Map<string, Pool>;
      declare function show(x: unknown): void; show(m.get('x')); export {};`;
    const folder = write({
      'main.ts': code,
      'tsconfig.json': strict,
      'package.json': '{"type":"module"}',
    });
    const program = createOwnProgram({ cwd: folder, files: [join(folder, 'main.ts')] });
    expect(shown(folder, () => program)).toEqual(['object ClassDeclaration']);
  });

  test('the checker is not made when syntax has every answer', () => {
    const folder = write({ 'main.ts': `import { Pool } from 'pg'; show(new Pool());` });
    const types = () => {
      throw new Error('Types were asked for.');
    };
    expect(shown(folder, types)).toEqual(['pg Pool, creation']);
  });
});
