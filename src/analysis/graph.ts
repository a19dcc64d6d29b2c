import type { FunctionNode, Node, SourceFile } from '../source/source-file.ts';

/** The index of a node in its graph. */
export type NodeId = number;

/** A variable, `this`, or a temporary (`%1`), and the static properties that lead from it. */
export interface Place {
  readonly kind: 'place';
  readonly root: string;
  readonly path: readonly string[];
}

/** What a step reads: a place, a literal, a function, or something without a name. */
export type Operand =
  | Place
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null | undefined }
  | { readonly kind: 'function'; readonly node: FunctionNode }
  | { readonly kind: 'unknown' };

/** One argument of a call. */
export interface Argument {
  readonly value: Operand;
  readonly spread: boolean;
}

/** One member of an object or array literal; `*` stands for a computed key or a spread. */
export interface Field {
  readonly key: string;
  readonly value: Operand;
}

/** An event: one thing the program does. Events know neither drivers nor rules. */
export type Step =
  | { readonly op: 'set'; readonly to: Place; readonly from: Operand; readonly node: Node }
  | CallStep
  | { readonly op: 'await'; readonly to: Place; readonly value: Operand; readonly node: Node }
  | {
      readonly op: 'yield';
      readonly to: Place;
      readonly value: Operand;
      readonly delegate: boolean;
      readonly node: Node;
    }
  | {
      readonly op: 'object';
      readonly to: Place;
      readonly array: boolean;
      readonly fields: readonly Field[];
      readonly node: Node;
    }
  | {
      readonly op: 'dispose';
      readonly what: Place;
      readonly async: boolean;
      /** An exception leaves the scope. */
      readonly thrown: boolean;
      readonly node: Node;
    }
  | { readonly op: 'finish'; readonly iterable: Operand; readonly node: Node }
  | { readonly op: 'catch'; readonly to: Place | undefined; readonly node: Node }
  | {
      readonly op: 'leave';
      readonly kind: 'return' | 'throw' | 'continue' | 'yield';
      readonly node: Node;
    };

/** A call, `new`, or tagged template. */
export interface CallStep {
  readonly op: 'call';
  readonly to: Place;
  /** The object a method is called on. */
  readonly receiver: Operand | undefined;
  /** The method's name; `undefined` for plain calls and computed names. */
  readonly method: string | undefined;
  /** The function that is called, where it is a place or a literal. */
  readonly callee: Operand;
  readonly args: readonly Argument[];
  readonly isNew: boolean;
  readonly node: Node;
}

/** What decides a branch. */
export type Test =
  | { readonly kind: 'truthy'; readonly value: Operand; readonly node: Node }
  | { readonly kind: 'nullish'; readonly value: Operand }
  | {
      readonly kind: 'equal';
      readonly left: Operand;
      readonly right: Operand;
      /** The expression compared with `right`. */
      readonly node: Node;
    }
  /** The switch has no case for the value; false when its cases cover the type. */
  | { readonly kind: 'unmatched'; readonly node: Node }
  /** `value instanceof Class`: an object, hence truthy, on the yes side. */
  | { readonly kind: 'instance'; readonly value: Operand; readonly of: Node }
  | { readonly kind: 'unknown' };

/** A node of the control-flow graph. */
export type GraphNode =
  | { readonly kind: 'step'; readonly step: Step; readonly next: NodeId; readonly onThrow: NodeId }
  | { readonly kind: 'branch'; readonly test: Test; readonly yes: NodeId; readonly no: NodeId }
  | {
      readonly kind: 'each';
      readonly to: Place;
      readonly iterable: Operand;
      readonly isAwait: boolean;
      readonly node: Node;
      readonly body: NodeId;
      readonly done: NodeId;
      readonly onThrow: NodeId;
    }
  | { readonly kind: 'join'; readonly next: NodeId }
  | { readonly kind: 'exit'; readonly exit: 'return' | 'throw' | 'end' };

/** The control-flow graph of one function, or of a file's top level. */
export interface Graph {
  /** Unique over all graphs of a run; prefixes the graph's own roots. */
  readonly id: string;
  readonly file: SourceFile;
  readonly owner: FunctionNode | Node;
  readonly nodes: readonly GraphNode[];
  readonly entry: NodeId;
  /** Roots of variables declared inside the function, its parameters included. */
  readonly locals: ReadonlySet<string>;
}

/** The place where a function's result waits while its `finally` blocks run. */
export function resultPlace(graphId: string): Place {
  return { kind: 'place', root: `$result:${graphId}`, path: [] };
}

/** The place of the argument at a position, before patterns and defaults. */
export function argumentPlace(graphId: string, index: number): Place {
  return { kind: 'place', root: `$arg${index}:${graphId}`, path: [] };
}

/** A place's key: its root and path, as one string. */
export function keyOf(place: Place): string {
  return place.path.length === 0 ? place.root : `${place.root}.${place.path.join('.')}`;
}

/** The literal `undefined`. */
export const UNDEFINED: Operand = { kind: 'literal', value: undefined };

/** A value without a name. */
export const UNKNOWN: Operand = { kind: 'unknown' };
