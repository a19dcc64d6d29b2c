import type { TSESTree } from '@typescript-eslint/types';
import { analyze, type ScopeManager } from '@typescript-eslint/scope-manager';
import { parseSync } from 'oxc-parser';
import type { ParseResult } from 'oxc-parser';
import { toSourceFile } from './scopes.ts';
import type { SourceFile, Unparsed } from './source-file.ts';
import { linkParents } from './walk.ts';

/** Why a file has no tree, and where its parser gave up. */
export interface ParseFailure {
  readonly path: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

type Language = 'jsx' | 'ts' | 'tsx' | 'dts';
type SourceType = 'module' | 'commonjs';

/**
 * Parses a file of any JavaScript or TypeScript extension.
 *
 * With `lazy` scopes a file of which only the tree is read never pays for them; one whose scopes cannot
 * be told then has none, where it is a failure otherwise.
 */
export function parseFile(
  path: string,
  source: string,
  scopes: 'eager' | 'lazy' = 'eager',
): SourceFile | ParseFailure {
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  try {
    const { result, sourceType } = parseAsItFits(path, text);
    // oxc's tree is typescript-estree's, but for fields nobody here reads.
    const program = result.program as unknown as TSESTree.Program;
    if (program.body.length === 0 && result.errors.length > 0) return failureOf(path, text, result);
    linkParents(program);
    const scopeManager =
      scopes === 'lazy' ? () => scopesOrNone(program, sourceType) : scopesOf(program, sourceType);
    return {
      ...toSourceFile({ path, text, program, scopeManager }),
      freeNames: () =>
        scopesOf(program, sourceType).scopes.flatMap(scope =>
          namesWithoutVariable(scope.references),
        ),
    };
  } catch (error) {
    return { path, message: String(error), line: 1, column: 1 };
  }
}

function scopesOf(program: TSESTree.Program, sourceType: SourceType): ScopeManager {
  const isModule = sourceType === 'module';
  return analyze(program, {
    sourceType: isModule ? 'module' : 'script',
    globalReturn: !isModule,
    lib: [],
  });
}

function scopesOrNone(
  program: TSESTree.Program,
  sourceType: SourceType,
): Pick<ScopeManager, 'scopes'> {
  try {
    return scopesOf(program, sourceType);
  } catch {
    // The file is not the one under analysis, which would say so: nothing is known of it.
    return { scopes: [] };
  }
}

/** Why a file does not parse, or `undefined` when it does; far cheaper than a tree. */
export function findParseFailure(path: string, source: string): ParseFailure | undefined {
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  try {
    const { result } = parseAsItFits(path, text);
    // The tree is built when it is touched: a file without mistakes never pays for it.
    if (result.errors.length === 0 || result.program.body.length > 0) return undefined;
    return failureOf(path, text, result);
  } catch (error) {
    return { path, message: String(error), line: 1, column: 1 };
  }
}

/** Whether {@link parseFile} gave up. */
export function isParseFailure(parsed: SourceFile | ParseFailure): parsed is ParseFailure {
  return 'message' in parsed;
}

/** A text that is parsed when it is first asked for its tree, and what came of it. */
export function unparsed(
  path: string,
  text: string,
): Unparsed & { readonly result: () => SourceFile | ParseFailure } {
  let known: SourceFile | ParseFailure | undefined;
  const result = () => (known ??= parseFile(path, text));
  return {
    path,
    text,
    result,
    parsed() {
      const parsed = result();
      return isParseFailure(parsed) ? undefined : parsed;
    },
  };
}

interface NamedReference {
  readonly resolved: object | null;
  readonly identifier: { readonly name: unknown };
}

function namesWithoutVariable(references: readonly NamedReference[]): readonly string[] {
  return references
    .filter(({ resolved }) => resolved === null)
    .map(({ identifier }) => String(identifier.name));
}

function parseAsItFits(path: string, text: string) {
  const [first, second] = sourceTypesOf(path);
  const result = parseAs(path, text, first);
  if (result.errors.length === 0) return { result, sourceType: first };
  const other = parseAs(path, text, second);
  const isBetter = other.errors.length === 0;
  return isBetter ? { result: other, sourceType: second } : { result, sourceType: first };
}

function parseAs(path: string, text: string, sourceType: SourceType): ParseResult {
  return parseSync(path, text, {
    lang: languageOf(path),
    sourceType,
    astType: 'ts',
    preserveParens: false,
  });
}

function sourceTypesOf(path: string): readonly [SourceType, SourceType] {
  return /\.c[jt]s$/.test(path) ? ['commonjs', 'module'] : ['module', 'commonjs'];
}

function languageOf(path: string): Language {
  if (/\.d\.[cm]?ts$/.test(path)) return 'dts';
  if (/\.[cm]?ts$/.test(path)) return 'ts';
  return path.endsWith('.tsx') ? 'tsx' : 'jsx';
}

function failureOf(path: string, text: string, result: ParseResult): ParseFailure {
  const error = result.errors[0];
  const offset = error?.labels[0]?.start ?? 0;
  const before = text.slice(0, offset).split(/\r\n|[\n\r]/);
  return {
    path,
    message: error?.message ?? 'The file could not be parsed.',
    line: before.length,
    column: (before.at(-1) ?? '').length + 1,
  };
}
