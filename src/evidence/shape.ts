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
  /**
   * An instance of a type that a driver declares: a pool, a lease, a builder on the way to one. `own`
   * is the user's class or interface that extends that type; its members hide the driver's.
   */
  | {
      readonly kind: 'instance';
      readonly driver: Driver;
      readonly type: string;
      readonly by: Evidence;
      readonly own?: OwnMembers;
    }
  /**
   * A module of a driver (`path: []`), or something it exports (`path: ['Pool']`). `default` is
   * never in a path; what a call gives continues with `()`, what `new` gives with `new`.
   */
  | {
      readonly kind: 'driver-export';
      readonly driver: Driver;
      readonly specifier: string;
      readonly path: readonly string[];
    }
  /** A method of a driver that begins a lease, taken off its object; `isPromised` by a promisifier. */
  | {
      readonly kind: 'method';
      readonly of: Extract<Shape, { kind: 'instance' | 'driver-export' }>;
      readonly name: string;
      readonly isPromised: boolean;
    }
  /**
   * An export of a package that is no driver: `{ specifier: 'node:fs', path: ['promises', 'readFile'] }`,
   * with paths as above: `axios.create()` is `['create', '()']`. Built-in modules have their prefix.
   */
  | {
      readonly kind: 'package-export';
      readonly specifier: string;
      readonly path: readonly string[];
    }
  /** A function whose body is at hand; `owner` is the class whose `this` it sees. */
  | {
      readonly kind: 'function';
      readonly file: SourceFile;
      readonly node: FunctionNode;
      readonly owner?: ClassLike;
    }
  /** A function of which only the declaration is at hand. */
  | { readonly kind: 'signature'; readonly file: SourceFile; readonly node: SignatureNode }
  | { readonly kind: 'class'; readonly file: SourceFile; readonly node: ClassLike }
  /** An instance of a class, interface or type literal whose source is at hand. */
  | { readonly kind: 'object'; readonly file: SourceFile; readonly node: ObjectLike }
  | { readonly kind: 'module'; readonly file: SourceFile }
  | { readonly kind: 'promise'; readonly of: Shape }
  | { readonly kind: 'array'; readonly of: Shape };

/** The shapes of one kind. */
export type ShapeOf<Kind extends Shape['kind']> = Extract<Shape, { kind: Kind }>;

/** A class, as a declaration or an expression. */
export type ClassLike = TSESTree.ClassDeclaration | TSESTree.ClassExpression;

/** Source that says which members an object has. */
export type ObjectLike =
  ClassLike | TSESTree.ObjectExpression | TSESTree.TSInterfaceDeclaration | TSESTree.TSTypeLiteral;

/** A declaration that can be called but has no body. */
export type SignatureNode =
  | TSESTree.TSFunctionType
  | TSESTree.TSMethodSignature
  | TSESTree.TSDeclareFunction
  | TSESTree.TSEmptyBodyFunctionExpression;

/** Members that the user's code adds to a driver's type. */
interface OwnMembers {
  readonly file: SourceFile;
  readonly node: ClassLike | TSESTree.TSInterfaceDeclaration;
}

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
