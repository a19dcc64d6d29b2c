import type { Project } from '../source/project.ts';
import type { Node, SourceFile } from '../source/source-file.ts';
import { typeShape } from './annotations.ts';
import type { DriverIndex } from './driver-index.ts';
import { expressionShape } from './expressions.ts';
import type { Shape } from './shape.ts';

/** A question that is asked of a node: what its value is, what it names as a type, what calling it returns. */
type Question = 'value' | 'type' | 'return';

/** One evaluator of expressions, with everything it has found out so far. */
export interface Evaluation {
  readonly project: Project;
  readonly index: DriverIndex;
  /** What an expression, a declared name or a declaration is. */
  shape(file: SourceFile, node: Node | null | undefined): Shape | undefined;
  /** What a value with this type annotation is. */
  annotated(file: SourceFile, type: Node | null | undefined): Shape | undefined;
  /** The answer to a question, found once; `undefined` while it depends on itself. */
  once(key: object, question: Question, answer: () => Shape | undefined): Shape | undefined;
  /** Forgets which questions had no answer, after a new source of answers came up. */
  retry(): void;
}

/** What an evaluation starts from. */
export interface EvaluationOptions {
  readonly project: Project;
  readonly index: DriverIndex;
  /** Answers expressions that syntax cannot. */
  readonly fallback: (node: Node) => Shape | undefined;
}

/** Nested questions past this depth stay unanswered; real code needs about forty. */
const MAX_DEPTH = 150;
/** Questions behind one question of a caller; the rest stays unanswered. */
const MAX_STEPS = 20_000;

/** An evaluator with an empty memory. */
export function createEvaluation({ project, index, fallback }: EvaluationOptions): Evaluation {
  const memory = createMemory();
  const evaluation: Evaluation = {
    project,
    index,
    once: memory.once,
    retry: memory.retry,
    shape: (file, node) =>
      node
        ? memory.once(
            node,
            'value',
            () => expressionShape(evaluation, file, node) ?? fallback(node),
          )
        : undefined,
    annotated: (file, type) =>
      type ? memory.once(type, 'type', () => typeShape(evaluation, file, type)) : undefined,
  };
  return evaluation;
}

function createMemory(): Pick<Evaluation, 'once' | 'retry'> {
  const found = byQuestion(() => new WeakMap<object, Shape>());
  const active = byQuestion(() => new Set<object>());
  let missing = byQuestion(() => new WeakSet<object>());
  let depth = 0;
  let steps = 0;
  // Counts answers that were cut short. What was not found around one is not final.
  let cuts = 0;

  function once(key: object, question: Question, answer: () => Shape | undefined) {
    const known = found[question].get(key);
    if (known !== undefined || missing[question].has(key)) return known;
    if (depth === 0) steps = 0;
    if (active[question].has(key) || depth >= MAX_DEPTH || ++steps > MAX_STEPS) {
      cuts++;
      return undefined;
    }
    const cutsBefore = cuts;
    active[question].add(key);
    depth++;
    try {
      const shape = answer();
      if (shape !== undefined) found[question].set(key, shape);
      else if (cuts === cutsBefore || depth === 1) missing[question].add(key);
      return shape;
    } finally {
      depth--;
      active[question].delete(key);
    }
  }

  const retry = () => {
    missing = byQuestion(() => new WeakSet());
  };
  return { once, retry };
}

function byQuestion<T>(create: () => T): Readonly<Record<Question, T>> {
  return { value: create(), type: create(), return: create() };
}
