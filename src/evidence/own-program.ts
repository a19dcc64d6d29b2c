import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type ts from 'typescript';
import { createProgramOracle } from './program-oracle.ts';
import { readOptions } from './tsconfig.ts';
import { typeErrorsIn } from './type-errors.ts';
import type { TypeOracle } from './type-oracle.ts';

/** The API of the user's TypeScript. */
export type TypeScript = typeof ts;

/** A type checker of our own, and what it could not do. */
export interface OwnProgram extends TypeOracle {
  /** Problems with the user's configuration, in words; complete after the first answer. */
  readonly notes: readonly string[];
  /** What is wrong with a file once it and others have these texts; of JavaScript nothing is known. */
  readonly typeErrors: (
    file: string,
    texts: ReadonlyMap<string, string>,
  ) => readonly string[] | undefined;
}

/** Files with the same tsconfig, and the program over them once it was asked. */
interface Group {
  readonly config: string | undefined;
  readonly roots: Set<string>;
  program?: ts.Program;
  /** The program has all the roots. */
  isCurrent?: true;
}

/** A program over the files of a run, with the user's own TypeScript; `undefined` when there is none. */
export function createOwnProgram({
  cwd,
  files,
}: {
  readonly cwd: string;
  readonly files: readonly string[];
}): OwnProgram | undefined {
  const api = loadTypeScript(cwd);
  return api && checkWith(api, files);
}

function checkWith(api: TypeScript, files: readonly string[]): OwnProgram {
  const notes: string[] = [];
  const groups = new Map<string, Group>();
  const configs = new Map<string, string | undefined>();
  const oracles = new WeakMap<ts.Program, TypeOracle>();

  function groupOf(file: string): Group {
    const folder = dirname(file);
    if (!configs.has(folder)) configs.set(folder, findConfig(api, folder));
    const config = configs.get(folder);
    const group = groups.get(config ?? '') ?? { config, roots: new Set() };
    groups.set(config ?? '', group);
    return group;
  }

  function programFor(file: string): ts.Program {
    const group = groupOf(file);
    if (group.program?.getSourceFile(file) === undefined && !group.roots.has(file)) {
      group.roots.add(file);
      delete group.isCurrent;
    }
    if (group.isCurrent && group.program !== undefined) return group.program;
    group.isCurrent = true;
    return (group.program = createProgram(api, group, notes));
  }

  function oracleFor(file: string): TypeOracle {
    const program = programFor(file);
    const known = oracles.get(program) ?? createProgramOracle(program);
    oracles.set(program, known);
    return known;
  }

  for (const file of files) groupOf(file).roots.add(file);
  return {
    notes,
    typesAt: (file, ranges) => oracleFor(file).typesAt(file, ranges),
    areNever: (file, calls) => oracleFor(file).areNever(file, calls),
    literalsAt: (file, ranges) => oracleFor(file).literalsAt(file, ranges),
    typeErrors: (file, texts) =>
      /\.[cm]?tsx?$/.test(file) ? typeErrorsIn(api, programFor(file), file, texts) : undefined,
  };
}

/** The `typescript` that is installed for a folder; from 7 on it has no compiler API. */
function loadTypeScript(cwd: string): TypeScript | undefined {
  try {
    const api: unknown = createRequire(join(cwd, 'package.json'))('typescript');
    return isCompiler(api) ? api : undefined;
  } catch {
    // Types are optional: without TypeScript, syntax answers alone.
    return undefined;
  }
}

function isCompiler(api: unknown): api is TypeScript {
  return typeof api === 'object' && api !== null && 'createProgram' in api && 'sys' in api;
}

function findConfig(api: TypeScript, folder: string): string | undefined {
  return api.findConfigFile(folder, path => api.sys.fileExists(path));
}

function createProgram(api: TypeScript, group: Group, notes: string[]): ts.Program {
  const rootNames = [...group.roots];
  const options: ts.CompilerOptions = {
    ...readOptions(api, group.config, rootNames, note => notes.push(note)),
    noEmit: true,
    composite: false,
    incremental: false,
    declaration: false,
    emitDeclarationOnly: false,
    skipLibCheck: true,
    allowJs: true,
    checkJs: false,
    maxNodeModuleJsDepth: 0,
  };
  return api.createProgram(rootNames, options, undefined, group.program);
}
