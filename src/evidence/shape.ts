import type { TSESTree } from '@typescript-eslint/types';
import type { Driver } from '../drivers/driver.ts';
import type { SourceFile, FunctionNode } from '../source/source-file.ts';

/**
 * What an expression is, as far as it matters here.
 *
 * Shapes come from syntax (imports, `new Pool()`, annotations, class fields, other files) or from a
 * type checker. They are asked for, never stored in facts.
 */
export type Shape =
  /** An instance of a type that a driver declares: a pool, a lease, a builder on the way to one. */
  | { readonly kind: 'instance'; readonly driver: Driver; readonly type: string; readonly by: Evidence }
  /** A module of a driver (`path: []`), or something it exports (`path: ['Pool']`, `['promise', 'createPool']`). */
  | { readonly kind: 'driver-export'; readonly driver: Driver; readonly path: readonly string[] }
  /** An export of a package that is no driver: `{ specifier: 'node:fs', path: ['promises', 'readFile'] }`. */
  | { readonly kind: 'package-export'; readonly specifier: string; readonly path: readonly string[] }
  /** A function whose body is at hand; `owner` is the class whose `this` it sees. */
  | { readonly kind: 'function'; readonly file: SourceFile; readonly node: FunctionNode; readonly owner?: ClassLike }
  | { readonly kind: 'class'; readonly file: SourceFile; readonly node: ClassLike }
  /** An instance of a class, interface or type literal whose source is at hand. */
  | { readonly kind: 'object'; readonly file: SourceFile; readonly node: ObjectLike }
  | { readonly kind: 'module'; readonly file: SourceFile }
  | { readonly kind: 'promise'; readonly of: Shape }
  | { readonly kind: 'array'; readonly of: Shape };

/** A class, as a declaration or an expression. */
export type ClassLike = TSESTree.ClassDeclaration | TSESTree.ClassExpression;

/** Source that says which members an object has. */
export type ObjectLike =
  | ClassLike
  | TSESTree.ObjectExpression
  | TSESTree.TSInterfaceDeclaration
  | TSESTree.TSTypeLiteral;

/** How we know: the kinds from strongest to weakest, as `--explain` prints them. */
export type Evidence =
  /** The value was seen being made: `new Pool()` in reach of this use. */
  | 'creation'
  /** An annotation names a type that is imported from the driver. */
  | 'annotation'
  /** A type checker resolved it to a symbol that the driver's typings declare. */
  | 'type'
  /** Only names and use fit: the result is queried and released like a connection. */
  | 'usage';
