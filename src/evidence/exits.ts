import type { TSESTree } from '@typescript-eslint/types';
import type { Node, SourceFile } from '../source/source-file.ts';
import { functionAround, isFunction, parentOf, walk } from '../source/walk.ts';
import type { Evaluation } from './evaluation.ts';
import { declaredLiterals, literalOf } from './literals.ts';
import { rangeOf } from './typed.ts';
import type { TypeOracle } from './type-oracle.ts';

/** Which ways control cannot go, because a type says so. */
export interface Exits {
  /** Whether the cases of a switch name every value; `undefined` when the values are not known. */
  exhaustive(file: SourceFile, node: TSESTree.SwitchStatement): boolean | undefined;
  /** The literals of an expression's declared type, as text; `undefined` when it has others or none is declared. */
  literalsOf(file: SourceFile, node: Node): readonly string[] | undefined;
  /** Whether a call never comes back because its type says so. */
  isNever(file: SourceFile, call: TSESTree.CallExpression): boolean;
}

/** Asks syntax first, and the type checker once a file for the rest. */
export function createExits(evaluation: Evaluation, types: () => TypeOracle | undefined): Exits {
  const neverCalls = new WeakMap<Node, ReadonlySet<Node>>();
  const typedLiterals = createTypedLiterals(types);
  return {
    exhaustive(file, node) {
      if (node.cases.some(one => one.test === null)) return true;
      const values =
        declaredLiterals(evaluation, file, node.discriminant) ??
        typedLiterals(file, node.discriminant);
      if (values === undefined) return undefined;
      const covered = new Set(
        node.cases.map(({ test }) => {
          if (test === null) return undefined;
          return literalOf(evaluation, file, test) ?? typedLiterals(file, test)?.join();
        }),
      );
      return values.every(value => covered.has(value));
    },
    literalsOf(file, node) {
      const declared = declaredLiterals(evaluation, file, node);
      if (declared !== undefined) return declared;
      return switchedOn(file).has(node) ? typedLiterals(file, node) : undefined;
    },
    isNever(file, call) {
      const callee = evaluation.shape(file, call.callee);
      if (callee?.kind === 'function' || callee?.kind === 'signature') {
        return callee.node.returnType?.typeAnnotation.type === 'TSNeverKeyword';
      }
      if (!canBeNever(evaluation, file, call)) return false;
      const owner = functionAround(call);
      let known = neverCalls.get(owner);
      if (known === undefined) {
        known = askNever(evaluation, file, owner, types);
        neverCalls.set(owner, known);
      }
      return known.has(call);
    },
  };
}

/** The literals that the type checker knows, asked for all switches of a file at once. */
function createTypedLiterals(types: () => TypeOracle | undefined) {
  const literals = new WeakMap<Node, readonly string[]>();
  return function typedLiterals(file: SourceFile, node: Node): readonly string[] | undefined {
    if (!literals.has(node)) {
      const nodes = [...switchedOn(file)];
      const found = types()?.literalsAt(file.path, nodes.map(rangeOf)) ?? [];
      for (const [index, one] of nodes.entries()) literals.set(one, found[index] ?? []);
    }
    const known = literals.get(node) ?? [];
    return known.length > 0 ? known : undefined;
  };
}

/** The calls of one function that never come back; the other functions of the file cost nothing. */
function askNever(
  evaluation: Evaluation,
  file: SourceFile,
  owner: Node,
  types: () => TypeOracle | undefined,
): ReadonlySet<Node> {
  const calls: Node[] = [];
  walk(owner, node => {
    if (isFunction(node) && node !== owner) return false;
    if (node.type === 'CallExpression' && canBeNever(evaluation, file, node)) calls.push(node);
    return true;
  });
  const answers = types()?.areNever(file.path, calls.map(rangeOf)) ?? [];
  return new Set(calls.filter((_, index) => answers[index] === true));
}

/** Only a call that is a statement can end a path by its type; drivers and globals always come back. */
function canBeNever(
  evaluation: Evaluation,
  file: SourceFile,
  call: TSESTree.CallExpression,
): boolean {
  if (parentOf(call)?.type !== 'ExpressionStatement') return false;
  const callee = evaluation.shape(file, call.callee);
  if (callee !== undefined) {
    return callee.kind === 'package-export' && !callee.specifier.startsWith('node:');
  }
  const root = rootOf(call.callee);
  if (root.type === 'ThisExpression') return true;
  if (root.type !== 'Identifier' || file.variableOf(root) === undefined) return false;
  const object = call.callee.type === 'MemberExpression' ? call.callee.object : undefined;
  return object === undefined || evaluation.shape(file, object)?.kind !== 'instance';
}

function rootOf(node: Node): Node {
  return node.type === 'MemberExpression' ? rootOf(node.object) : node;
}

const switched = new WeakMap<Node, ReadonlySet<Node>>();

/** The expressions that a file switches on, and those of their cases. */
function switchedOn({ program }: SourceFile): ReadonlySet<Node> {
  const known = switched.get(program);
  if (known !== undefined) return known;
  const nodes = new Set<Node>();
  walk(program, node => {
    if (node.type !== 'SwitchStatement') return;
    nodes.add(node.discriminant);
    for (const { test } of node.cases) if (test) nodes.add(test);
  });
  switched.set(program, nodes);
  return nodes;
}
