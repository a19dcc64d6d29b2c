import type ts from 'typescript';
import type { TypeScript } from './own-program.ts';

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
  const program = isChange(before, texts) ? programWith(api, before, texts) : before;
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

function programWith(
  api: TypeScript,
  before: ts.Program,
  texts: ReadonlyMap<string, string>,
): ts.Program {
  const options = before.getCompilerOptions();
  const host = api.createCompilerHost(options, true);
  const read = host.getSourceFile.bind(host);
  const changed: ts.CompilerHost = {
    ...host,
    fileExists: name => texts.has(name) || host.fileExists(name),
    readFile: name => texts.get(name) ?? host.readFile(name),
    getSourceFile(name, version, ...rest) {
      const text = texts.get(name);
      const known = before.getSourceFile(name);
      if (text === undefined || text === known?.text) return known ?? read(name, version, ...rest);
      return api.createSourceFile(name, text, version, true);
    },
  };
  const roots = [...new Set([...before.getRootFileNames(), ...texts.keys()])];
  return api.createProgram(roots, options, changed, before);
}
