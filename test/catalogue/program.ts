import { dirname, join } from 'node:path';
import ts from 'typescript';

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.esnext.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  esModuleInterop: true,
  types: ['node'],
};

/** A program over files in memory, with the installed drivers and stand-ins for those that are not. */
export function createProgramOver(files: ReadonlyMap<string, string>): ts.Program {
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, directoryExists, getSourceFile } = host;
  const folders = new Set([...files.keys()].map(path => dirname(path)));
  const inMemory: ts.CompilerHost = {
    ...host,
    readFile: path => files.get(path) ?? readFile(path),
    fileExists: path => files.has(path) || fileExists(path),
    directoryExists: path => folders.has(path) || (directoryExists?.(path) ?? true),
    getSourceFile(path, target, ...rest) {
      const text = files.get(path);
      return text === undefined
        ? getSourceFile(path, target, ...rest)
        : ts.createSourceFile(path, text, target);
    },
  };
  const standIns = join(process.cwd(), 'fixtures/catalogue/packages.d.ts');
  return ts.createProgram([...files.keys(), standIns], options, inMemory);
}

/** What the compiler says about one file, in words. */
export function problemsOf(program: ts.Program, path: string): readonly string[] {
  const file = program.getSourceFile(path);
  return ts
    .getPreEmitDiagnostics(program, file)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}
