import type { TSESTree } from '@typescript-eslint/types';
import type { Node, Reference, SourceFile, Variable } from './source-file.ts';
import { linkParents } from './walk.ts';

/** A file as a parser and a scope manager see it. */
export interface ParsedSource {
  /** Absolute path. */
  readonly path: string;
  readonly text: string;
  readonly program: TSESTree.Program;
  /** eslint-scope's, typescript-eslint's or oxlint's: every package types its own. */
  readonly scopeManager: ScopesOfFile | (() => ScopesOfFile);
}

interface ScopesOfFile {
  readonly scopes: readonly object[];
}

interface Scope {
  readonly type: string;
  readonly variables: readonly Variable[];
  readonly references: readonly Reference[];
  readonly set: ReadonlyMap<string, Variable>;
  readonly block: Node;
}

/** Joins any parser's tree and any ESLint-compatible scopes into a source file. */
export function toSourceFile({ path, text, program, scopeManager }: ParsedSource): SourceFile {
  let found: readonly Scope[] | undefined;
  const scopes = (): readonly Scope[] => (found ??= scopesIn(scopeManager));
  const first = program.body[0];
  if (first !== undefined && !first.parent) linkParents(program);
  let variables: Map<Node, Variable> | undefined;
  let lines: readonly number[] | undefined;
  return {
    path,
    text,
    program,
    variableOf: identifier => (variables ??= toVariableMap(scopes())).get(identifier),
    topLevel: name => findTopLevel(scopes(), name),
    lineOf: offset => lineAt((lines ??= toLineStarts(text)), offset),
  };
}

function scopesIn(scopeManager: ParsedSource['scopeManager']): readonly Scope[] {
  const { scopes } = typeof scopeManager === 'function' ? scopeManager() : scopeManager;
  // What all scope managers have in common is the API that ESLint documents.
  return scopes as readonly Scope[];
}

function toVariableMap(scopes: readonly Scope[]): Map<Node, Variable> {
  const map = new Map<Node, Variable>();
  for (const scope of scopes) {
    for (const variable of scope.variables) {
      // A class's name is declared in its own scope too; the outer variable has more of the uses.
      const names = variable.defs.map(def => def.name).filter(name => !map.has(name));
      for (const name of names) map.set(name, variable);
    }
    for (const reference of scope.references) {
      const { identifier } = reference;
      // Top-level names of scripts stay unresolved in some scope managers.
      const variable = reference.resolved ?? scopes[0]?.set.get(nameOf(identifier));
      if (variable && variable.defs.length > 0) map.set(identifier, variable);
    }
  }
  return map;
}

function findTopLevel(scopes: readonly Scope[], name: string): Variable | undefined {
  // The global scope, and where there is one the module's or the CommonJS wrapper's.
  for (const scope of scopes.slice(0, 2).reverse()) {
    if (scope.type !== 'global' && scope.type !== 'module' && !isWrapper(scope)) continue;
    const variable = scope.set.get(name);
    if (variable !== undefined && variable.defs.length > 0) return variable;
  }
  return undefined;
}

function isWrapper(scope: Scope): boolean {
  return scope.type === 'function' && scope.block.type === 'Program';
}

function nameOf(identifier: Node): string {
  return 'name' in identifier && typeof identifier.name === 'string' ? identifier.name : '';
}

function toLineStarts(text: string): readonly number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) {
    starts.push(match.index + match[0].length);
  }
  return starts;
}

function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}
