import type { TSESTree } from '@typescript-eslint/types';

/** A syntax tree node: ESTree as typescript-estree, espree and oxc-parser all give it. */
export type Node = TSESTree.Node;

/** A function of any form. */
export type FunctionNode =
  TSESTree.FunctionDeclaration | TSESTree.FunctionExpression | TSESTree.ArrowFunctionExpression;

/** A place that declares a variable. */
export interface Definition {
  /** `ImportBinding`, `Variable`, `Parameter`, `FunctionName`, `ClassName`, `Type` and so on. */
  readonly type: string;
  readonly node: Node;
  readonly name: Node;
  readonly parent?: Node | null;
}

/** A variable with its definitions and references; what ESLint's scope manager and ours have in common. */
export interface Variable {
  readonly name: string;
  readonly defs: readonly Definition[];
  readonly references: readonly Reference[];
}

/** One use of a variable. */
export interface Reference {
  readonly identifier: Node;
  readonly resolved: Variable | null;
  readonly writeExpr?: Node | null;
  isWrite(): boolean;
  isRead(): boolean;
}

/** A file that somebody may parse. */
export interface Unparsed {
  /** Absolute path. */
  readonly path: string;
  readonly text: string;
  /** Its tree, the same each time; `undefined` when it cannot be parsed. */
  parsed(): SourceFile | undefined;
}

/** A parsed file: text, tree with parents, and scopes. */
export interface SourceFile {
  /** Absolute path. */
  readonly path: string;
  /** Without a byte order mark; offsets count from here. */
  readonly text: string;
  readonly program: TSESTree.Program;
  /** The variable that an identifier reads, writes or declares; `undefined` for globals and property names. */
  variableOf(identifier: Node): Variable | undefined;
  /** The variable that the file's outermost scope declares under this name. */
  topLevel(name: string): Variable | undefined;
  /** The line of an offset, from 1. */
  lineOf(offset: number): number;
  /** The names that are used and declared nowhere in the file; only for trees of our own parser. */
  freeNames?(): readonly string[];
}
