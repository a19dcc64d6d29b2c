import type ts from 'typescript';
import type { TypeScript } from './compiler.ts';

/** The texts of files that differ from what a program has. */
type Texts = ReadonlyMap<string, string>;

/**
 * A program in which some files have other texts. It takes over all other files as they are; the program
 * that it is made of stays as it is, so a linter or an editor can go on with it.
 */
export function editProgram(api: TypeScript, before: ts.Program, texts: Texts): ts.Program {
  const projectReferences = before.getProjectReferences();
  const added = [...texts.keys()].filter(name => before.getSourceFile(name) === undefined);
  return api.createProgram({
    // With the same roots, where modules lead is not looked up again.
    rootNames: [...before.getRootFileNames(), ...added],
    options: before.getCompilerOptions(),
    ...(projectReferences && { projectReferences }),
    host: hostFor(api, before, texts),
    oldProgram: before,
  });
}

function hostFor(api: TypeScript, before: ts.Program, texts: Texts): ts.CompilerHost {
  const host = api.createCompilerHost(before.getCompilerOptions(), true);
  return {
    ...host,
    fileExists: name => texts.has(name) || host.fileExists(name),
    readFile: name => texts.get(name) ?? host.readFile(name),
    getSourceFile(name, version, ...rest) {
      const text = texts.get(name);
      const known = sourceIn(before, name);
      if (text === undefined || text === known?.text) {
        return known ?? host.getSourceFile(name, version, ...rest);
      }
      return api.createSourceFile(name, text, version, true);
    },
  };
}

/**
 * A file as a host gives it. Of a package that is installed twice a program has one copy stand in for
 * the other, and takes no such stand-in from its host.
 */
function sourceIn(program: ts.Program, name: string): ts.SourceFile | undefined {
  const file = program.getSourceFile(name);
  // Not in TypeScript's own typings; all from 5.0 to 6 have it so.
  const { redirectInfo } = (file ?? {}) as { redirectInfo?: { unredirected: ts.SourceFile } };
  return redirectInfo?.unredirected ?? file;
}
