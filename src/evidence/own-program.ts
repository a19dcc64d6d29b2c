import { dirname } from 'node:path';
import type ts from 'typescript';
import { loadTypeScript, type TypeScript } from './compiler.ts';
import { createProgramOracle } from './program-oracle.ts';
import { readOptions } from './tsconfig.ts';
import { isChecked, typeErrorsIn, type TypeErrors } from './type-errors.ts';
import type { TypeOracle } from './type-oracle.ts';

/** A type checker of our own, and what it could not do. */
export interface OwnProgram extends TypeOracle {
  /** Problems with the user's configuration, in words; complete after the first answer. */
  readonly notes: readonly string[];
  /** What is wrong with a file once it and others have other texts. */
  readonly typeErrors: TypeErrors;
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
      isChecked(file) ? typeErrorsIn(api, programFor(file), file, texts) : undefined,
  };
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
