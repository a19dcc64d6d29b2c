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

/** What a look at a text of a file tells, which may be ahead of the disk; looked at once for each text. */
export function glanceOf(path: string, text: string, project: Project): Glance {
  const seen = project.scan(path, lookAt);
  return seen?.text === text ? seen.glance : lookAt(text).glance;
}
