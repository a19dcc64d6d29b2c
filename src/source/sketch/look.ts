import { isMinified } from '../minified.ts';
import type { Project } from '../project.ts';
import { type Glance, glanceAt } from './glance.ts';

/** A text, and what a look at it told. */
export interface LookedAt {
  readonly text: string;
  readonly glance: Glance;
}

/** Looks at the text of a file; what a program wrote counts as empty. */
export function lookAt(text: string): LookedAt {
  const own = isMinified(text) ? '' : text;
  return { text: own, glance: glanceAt(own) };
}

/** A buffer that an editor has ahead of the disk is asked about several times before the next one. */
let last: { readonly text: string; readonly seen: LookedAt } | undefined;

/** What a look at a text of a file tells, which may be ahead of the disk. */
export function lookedAt(path: string, text: string, project: Project): LookedAt {
  const seen = project.textAt(path) === text ? project.scan(path, lookAt) : undefined;
  if (seen !== undefined) return seen;
  if (last?.text !== text) last = { text, seen: lookAt(text) };
  return last.seen;
}
