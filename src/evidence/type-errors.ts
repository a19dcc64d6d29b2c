import type ts from 'typescript';
import { compilerOf, type TypeScript } from './compiler.ts';
import { editProgram } from './edited-program.ts';
import { programBehind } from './program-oracle.ts';

/**
 * What a compiler says of a file once it and others have these texts, in words without places;
 * `undefined` when it does not check such a file.
 */
export type TypeErrors = (
  path: string,
  texts: ReadonlyMap<string, string>,
) => readonly string[] | undefined;

/** Whether a compiler checks a file: of JavaScript nothing is known. */
export function isChecked(path: string): boolean {
  return /\.[cm]?tsx?$/.test(path);
}

const checkers = new WeakMap<ts.Program, TypeErrors>();

/**
 * What the compiler behind typescript-eslint's parser services says; `undefined` where they have none.
 *
 * The program of the linter is only read: editors and other rules go on with it.
 */
export function typeErrorsBehind(parserServices: unknown): TypeErrors | undefined {
  const program = programBehind(parserServices);
  if (program === undefined) return undefined;
  const found = checkers.get(program) ?? checkWith(program);
  if (found !== undefined) checkers.set(program, found);
  return found;
}

function checkWith(program: ts.Program): TypeErrors | undefined {
  const api = compilerOf(program);
  if (api === undefined) return undefined;
  return (path, texts) => {
    const isKnown = isChecked(path) && program.getSourceFile(path) !== undefined;
    return isKnown ? typeErrorsIn(api, program, path, texts) : undefined;
  };
}

/**
 * What a compiler says of files once they have other texts, in words without places.
 *
 * The files of the program before that did not change are taken over as they are; only what the
 * changed ones mention is checked.
 */
export function typeErrorsIn(
  api: TypeScript,
  before: ts.Program,
  path: string,
  texts: ReadonlyMap<string, string>,
): readonly string[] {
  const isNew = (name: string): boolean => before.getSourceFile(name) === undefined;
  const program = isChange(before, texts) ? editProgram(api, before, texts) : before;
  const files = [path, ...[...texts.keys()].filter(name => name !== path && isNew(name))];
  return files.flatMap(name => {
    const file = program.getSourceFile(name);
    if (file === undefined) return [];
    const found = [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ];
    return found.map(({ messageText }) => api.flattenDiagnosticMessageText(messageText, ' '));
  });
}

function isChange(before: ts.Program, texts: ReadonlyMap<string, string>): boolean {
  return [...texts].some(([path, text]) => before.getSourceFile(path)?.text !== text);
}
