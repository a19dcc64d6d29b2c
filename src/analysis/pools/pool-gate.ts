import type { Driver } from '../../drivers/driver.ts';
import type { Project } from '../../source/project.ts';
import { lookAt, type LookedAt } from '../../source/sketch/look.ts';
import { Trace } from '../../source/sketch/trace.ts';
import {
  creationPatternOf,
  creationScanOf,
  factoryPatternOf,
  mayMakePool,
} from './creation-names.ts';
import { closePatternOf } from './ends.ts';

/** A word, in the ways that SQL is spelled. */
function spellings(word: string): readonly string[] {
  return [word, word.toUpperCase(), word.charAt(0).toUpperCase() + word.slice(1)];
}

/** Statements that stay in their session, apart from those that other rules look for. */
const OF_SESSION = new Trace(
  ['temp', 'temporary', 'hold', 'set_config', 'prepare'].flatMap(spellings),
  /\bTEMP(?:ORARY)?\s+(?:TABLE|VIEW)\b|\bWITH\s+HOLD\b|\bset_config\b|['"`]\s*PREPARE\s/i,
);

/** A statement with a name is prepared. */
const PREPARED = new Trace(['text'], /\bname:\s*['"`][^}]{0,200}\btext:/);

/**
 * Whether a file may make a pool, have a statement that stays in its session, close a pool that it
 * imports, or call what makes one each time: a cheap test for whole files; `imported` are the paths of its imports.
 */
export function mayTouchPools(
  seen: LookedAt,
  imported: readonly string[],
  project: Project,
  drivers: readonly Driver[],
): boolean {
  return (
    makesPool(seen, drivers) || staysInSession(seen) || usesPools(seen, imported, project, drivers)
  );
}

/** Whether a text may make a pool. */
function makesPool({ text, glance }: LookedAt, drivers: readonly Driver[]): boolean {
  return mayMakePool(glance, drivers) && creationPatternOf(drivers).test(text);
}

/** Whether a text may have a statement that stays in its session. */
function staysInSession(seen: LookedAt): boolean {
  return OF_SESSION.isIn(seen) || PREPARED.isIn(seen);
}

/** Whether a file may close a pool that it imports, or call what makes one each time. */
function usesPools(
  { text }: LookedAt,
  imported: readonly string[],
  project: Project,
  drivers: readonly Driver[],
): boolean {
  const making = imported.filter(path => {
    const glance = project.scan(path, lookAt)?.glance;
    if (glance === undefined || !mayMakePool(glance, drivers)) return false;
    return project.scan(path, creationScanOf(drivers)) === true;
  });
  if (making.length === 0) return false;
  if (closePatternOf(drivers).test(text)) return true;
  return making.some(path => factoryPatternOf(drivers).test(project.textAt(path) ?? ''));
}
