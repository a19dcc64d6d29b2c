import type { Declared, TagProblem } from '../../evidence/declared.ts';
import { declaredAbove, declaredInSettings } from '../../evidence/declared.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import type { QuestionOptions } from './questions.ts';

/** A wrong tag above a function, and where the function is called. */
export interface MetProblem {
  readonly owner: SourceFile;
  readonly problem: TagProblem;
  readonly caller: SourceFile;
  readonly callee: Node;
}

/** What users declare of functions, in comments and in the settings. */
export class Declarations {
  readonly #options: QuestionOptions;
  readonly #declared = new Map<Node, Declared | null>();
  readonly #problems = new Map<Node, MetProblem>();

  constructor(options: QuestionOptions) {
    this.#options = options;
  }

  /** What is declared of the function that a call calls. */
  of(file: SourceFile, call: Node): Declared | undefined {
    if (call.type !== 'CallExpression') return undefined;
    const known = this.#declared.get(call);
    if (known !== undefined) return known ?? undefined;
    const { helpers, drivers } = this.#options;
    const inSettings = declaredInSettings(file, call.callee, helpers, drivers);
    const found = inSettings ?? this.#above(file, call.callee);
    this.#declared.set(call, found ?? null);
    return found;
  }

  #above(file: SourceFile, callee: Node): Declared | undefined {
    const { evidence, drivers, surroundings } = this.#options;
    // Tags are looked for only where the file, or one it imports, mentions any.
    if (!surroundings.mentionsTags(file)) return undefined;
    return declaredAbove(evidence.shapeOf(file, callee), drivers, (owner, problem) => {
      if (this.#problems.has(problem.node)) return;
      this.#problems.set(problem.node, { owner, problem, caller: file, callee });
    });
  }

  /** Tags that say nothing, above functions of other files that a file calls. */
  problemsMetIn(file: SourceFile): readonly MetProblem[] {
    const met = [...this.#problems.values()];
    return met.filter(({ owner, caller }) => caller === file && owner !== file);
  }
}
