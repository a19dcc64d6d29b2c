import { identifierName } from '../source/names.ts';
import type { Project } from '../source/project.ts';
import { isInPackage } from '../source/resolve.ts';
import type { Node, SourceFile } from '../source/source-file.ts';
import type { DriverIndex } from './driver-index.ts';
import type { Evaluation } from './evaluation.ts';
import { anyOf, promised } from './shapes.ts';
import type { Shape } from './shape.ts';
import { variableType } from './type-names.ts';
import type { Range, TypeName, TypeOracle } from './type-oracle.ts';

/** What a type checker says of expressions that syntax leaves open. */
export interface TypedAnswers {
  /** What it said of a node that it was asked about. */
  shapeOf(node: Node): Shape | undefined;
  /** Asks about the nodes it was not asked about before, in one call; gives whether anything came back. */
  ask(evaluation: Evaluation, file: SourceFile, nodes: readonly Node[]): boolean;
}

/** An empty memory in front of a type checker, which is made on the first question. */
export function createTypedAnswers(types: () => TypeOracle | undefined): TypedAnswers {
  const asked = new WeakSet<Node>();
  const answers = new WeakMap<Node, Shape>();
  return {
    shapeOf: node => answers.get(node),
    ask(evaluation, file, nodes) {
      const open = nodes.filter(node => !asked.has(node));
      const oracle = open.length > 0 ? types() : undefined;
      if (oracle === undefined) return false;
      for (const node of open) asked.add(node);
      const found = oracle.typesAt(file.path, open.map(rangeOf));
      let hasNew = false;
      for (const [index, node] of open.entries()) {
        const shape = anyOf((found[index] ?? []).map(type => toShape(evaluation, type)));
        if (shape === undefined) continue;
        answers.set(node, shape);
        hasNew = true;
      }
      return hasNew;
    },
  };
}

/** The range by which a type checker's own tree knows a node: a declared name ends before its annotation. */
export function rangeOf(node: Node): Range {
  const [start, end] = node.range;
  const name = identifierName(node);
  return { start, end: name === undefined ? end : start + name.length };
}

function toShape(evaluation: Evaluation, type: TypeName): Shape | undefined {
  const { index, project } = evaluation;
  const shape =
    index.declared(type) ?? sourceShape(evaluation, project, type) ?? packageType(index, type);
  return type.promise ? promised(shape) : shape;
}

/** A class or interface of the user's own. */
function sourceShape(
  evaluation: Evaluation,
  project: Project,
  { name, declaredIn }: TypeName,
): Shape | undefined {
  if (isInPackage(declaredIn)) return undefined;
  const file = project.fileAt(declaredIn);
  const variable = file?.topLevel(name);
  const shape = file && variable && variableType(evaluation, file, variable);
  return shape?.kind === 'instance' ? { ...shape, by: 'type' } : shape;
}

/** A type of a package that is no driver; what the language and Node.js declare is left out. */
function packageType(index: DriverIndex, { name, declaredIn }: TypeName): Shape | undefined {
  const path = declaredIn.replaceAll('\\', '/');
  const inside = path.slice(path.lastIndexOf('/node_modules/') + 1);
  const specifier = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(inside)?.[1];
  if (specifier === undefined || /^(typescript|@types\/node)$/.test(specifier)) return undefined;
  const own = specifier.replace(/^@types\//, '').replace(/^(.+)__/, '@$1/');
  // Types of drivers that no driver file names are not interesting as a package's.
  if (index.exportOf(own, []) !== undefined) return undefined;
  return { kind: 'package-export', specifier: own, path: [name, 'new'] };
}
