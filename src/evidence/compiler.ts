import { createRequire } from 'node:module';
import { join } from 'node:path';
import type ts from 'typescript';

/** The API of the user's TypeScript. */
export type TypeScript = typeof ts;

/** The `typescript` that is installed for a folder; from 7 on it has no compiler API. */
export function loadTypeScript(folder: string): TypeScript | undefined {
  try {
    return load(join(folder, 'package.json'), 'typescript');
  } catch {
    // Types are optional: without TypeScript, syntax answers alone.
    return undefined;
  }
}

/**
 * The very copy of TypeScript that made a program: it lies beside the library files that it read.
 *
 * Another copy counts nodes and symbols from 1 again, and would mix its own up with those of the program.
 */
export function compilerOf(program: ts.Program): TypeScript | undefined {
  const library = program.getSourceFiles().filter(file => program.isSourceFileDefaultLibrary(file));
  for (const path of new Set(library.map(({ fileName }) => join(fileName, '../typescript.js')))) {
    try {
      const api = load(path, path);
      if (api !== undefined && hasMade(api, library)) return api;
    } catch {
      // Library files may come from a package of their own, which has no compiler.
      continue;
    }
  }
  return undefined;
}

function load(from: string, what: string): TypeScript | undefined {
  const api: unknown = createRequire(from)(what);
  return isCompiler(api) ? api : undefined;
}

function isCompiler(api: unknown): api is TypeScript {
  return typeof api === 'object' && api !== null && 'createProgram' in api && 'sys' in api;
}

/** Each copy has a class of its own for source files. */
function hasMade(api: TypeScript, files: readonly ts.SourceFile[]): boolean {
  const own = api.createSourceFile('own.ts', '', api.ScriptTarget.ESNext);
  return files.some(file => Object.getPrototypeOf(file) === Object.getPrototypeOf(own));
}
