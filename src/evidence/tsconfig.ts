import { dirname, resolve } from 'node:path';
import type ts from 'typescript';
import type { TypeScript } from './compiler.ts';

/** The compiler options for some files: their tsconfig's, or of the project it refers to that has them. */
export function readOptions(
  api: TypeScript,
  config: string | undefined,
  files: readonly string[],
  report: (note: string) => void,
): ts.CompilerOptions {
  if (config === undefined) return defaultsOf(api);
  const parsed = parse(api, config, []);
  for (const error of parsed.errors) {
    // No files are looked for here, so finding none is no error of the user's.
    if (error.code === 18002 || error.code === 18003) continue;
    report(`${config}: ${api.flattenDiagnosticMessageText(error.messageText, ' ')}`);
  }
  const { projectReferences = [], fileNames } = parsed;
  if (fileNames.length === 0) {
    for (const { path } of projectReferences) {
      const options = optionsOfReference(api, resolve(dirname(config), path), files);
      if (options !== undefined) return options;
    }
  }
  return parsed.errors.length > 0 ? { ...defaultsOf(api), ...parsed.options } : parsed.options;
}

/** A tsconfig without files of its own only lists projects; the options are theirs. */
function optionsOfReference(
  api: TypeScript,
  path: string,
  files: readonly string[],
): ts.CompilerOptions | undefined {
  const config = path.endsWith('.json') ? path : resolve(path, 'tsconfig.json');
  if (!api.sys.fileExists(config)) return undefined;
  const { fileNames, options } = parse(api, config, undefined);
  const known = new Set(fileNames.map(name => resolve(name)));
  return files.some(file => known.has(file)) ? options : undefined;
}

/** With a list of files the disk is not searched for those that the tsconfig includes. */
function parse(
  api: TypeScript,
  config: string,
  files: readonly string[] | undefined,
): ts.ParsedCommandLine {
  const { config: json, error } = api.readConfigFile(config, path => api.sys.readFile(path));
  const host: ts.ParseConfigHost =
    files === undefined ? api.sys : { ...api.sys, readDirectory: () => [...files] };
  const parsed = api.parseJsonConfigFileContent(json ?? {}, host, dirname(config), {}, config);
  return error === undefined ? parsed : { ...parsed, errors: [error, ...parsed.errors] };
}

function defaultsOf(api: TypeScript): ts.CompilerOptions {
  return {
    target: api.ScriptTarget.ESNext,
    module: api.ModuleKind.NodeNext,
    moduleResolution: api.ModuleResolutionKind.NodeNext,
    strict: true,
  };
}
