import type { OwnEffect } from '../../effects/own-effects.ts';
import type { Node } from '../../source/source-file.ts';
import type { Questions } from '../flow/questions.ts';
import type { Work } from './work.ts';

/** What is found out once for all files of a project: what functions wait for. */
export type WorkMemory = WeakMap<Node, readonly Work[]>;

/** One search for work: whom it asks, and what it leaves to others. */
export interface Search {
  readonly questions: Questions;
  readonly effects: readonly OwnEffect[];
  readonly memory: WorkMemory;
  /** Calls between the first expression and this one. */
  readonly depth: number;
  /** Whether the flow runs a call or function itself, and sees its awaits there. */
  isRun(node: Node): boolean;
}

/** A search that begins. */
export function startSearch(
  options: Pick<Search, 'questions' | 'effects' | 'memory' | 'isRun'>,
): Search {
  return { ...options, depth: 0 };
}

/** The same search inside a function that is called: there the flow runs nothing. */
export function deeper(search: Search): Search {
  return { ...search, depth: search.depth + 1, isRun: () => false };
}
