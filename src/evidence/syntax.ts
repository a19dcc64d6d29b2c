import type { TSESTree } from '@typescript-eslint/types';
import type { Driver } from '../drivers/driver.ts';
import type { Project } from '../source/project.ts';
import type { Node, SourceFile } from '../source/source-file.ts';
import { classOf } from './classes.ts';
import { indexDrivers } from './driver-index.ts';
import { createEvaluation } from './evaluation.ts';
import { createExits } from './exits.ts';
import { identityOf } from './identity.ts';
import { memberOf } from './members.ts';
import { ownPoolOf } from './own-pool.ts';
import { returnOf } from './returns.ts';
import type { Shape } from './shape.ts';
import { createTypedAnswers } from './typed.ts';
import type { TypeOracle } from './type-oracle.ts';

/** Answers what expressions are: from syntax first, from types where they were prepared. */
export interface EvidenceSource {
  /**
   * What an expression, a declared name, a function or a class is; `undefined` when nothing is known.
   *
   * Lazy and remembered: other files are parsed only when an import is followed to them.
   */
  shapeOf(file: SourceFile, node: Node): Shape | undefined;
  /** What a property of a value is; own members of a class hide the driver's. */
  memberOf(of: Shape, name: string): Shape | undefined;
  /** What `new` makes of a class, or of a driver's export. */
  instanceOf(of: Shape): Shape | undefined;
  /** What calling a function or signature returns, a promise for async ones. */
  returnOf(called: Shape): Shape | undefined;
  /** Asks the type checker once for all of these nodes that syntax leaves open. */
  prepare(file: SourceFile, nodes: readonly Node[]): void;
  /** Whether the cases of a switch name every value; `undefined` when the values are not known. */
  exhaustive(file: SourceFile, node: TSESTree.SwitchStatement): boolean | undefined;
  /** The literals of an expression's type, as text; types are asked only for what a switch decides on. */
  literalsOf(file: SourceFile, node: Node): readonly string[] | undefined;
  /** Which object an expression is: equal identities are one object at run time; `undefined` when that is open. */
  identityOf(file: SourceFile, node: Node): string | undefined;
  /** The package whose module makes the pool that a value belongs to; `undefined` for every other pool. */
  ownPoolOf(file: SourceFile, node: Node): string | undefined;
  /** Whether a call never comes back because its type says so. */
  isNever(file: SourceFile, call: TSESTree.CallExpression): boolean;
}

/** What evidence is drawn from. */
export interface EvidenceOptions {
  readonly project: Project;
  readonly drivers: readonly Driver[];
  /** A type checker; made when syntax leaves the first question open. */
  readonly types?: (() => TypeOracle | undefined) | undefined;
}

/** Evidence with an empty memory; it sees files as they are, so a new run on changed files needs a new one. */
export function createEvidence({ project, drivers, types }: EvidenceOptions): EvidenceSource {
  const oracle = types ?? (() => undefined);
  const typed = createTypedAnswers(oracle);
  const evaluation = createEvaluation({
    project,
    index: indexDrivers(drivers),
    fallback: typed.shapeOf,
  });
  const exits = createExits(evaluation, oracle);
  return {
    shapeOf: evaluation.shape,
    memberOf: (of, name) => memberOf(evaluation, of, name),
    instanceOf: of => classOf(evaluation, of),
    returnOf: called => returnOf(evaluation, called),
    identityOf: (file, node) => identityOf(evaluation, file, node),
    ownPoolOf: (file, node) => ownPoolOf(evaluation, file, node),
    prepare(file, nodes) {
      const open = nodes.filter(node => evaluation.shape(file, node) === undefined);
      if (typed.ask(evaluation, file, open)) evaluation.retry();
    },
    exhaustive: exits.exhaustive,
    literalsOf: exits.literalsOf,
    isNever: exits.isNever,
  };
}
