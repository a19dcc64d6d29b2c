import type { Driver } from '../../drivers/driver.ts';
import type { Project } from '../../source/project.ts';
import { creationPatternOf, creationScanOf, factoryPatternOf } from './creation-names.ts';
import { closePatternOf } from './ends.ts';

/** Statements that stay in their session, apart from those that other rules look for. */
const OF_SESSION =
  /\bTEMP(?:ORARY)?\s+(?:TABLE|VIEW)\b|\bWITH\s+HOLD\b|\bset_config\b|['"`]\s*PREPARE\s|\bname:\s*['"`][^}]{0,200}\btext:/i;

/**
 * Whether a file may make a pool, have a statement that stays in its session, close a pool that it
 * imports, or call what makes one each time: a cheap test for whole files; `imported` are the paths of its imports.
 */
export function mayTouchPools(
  text: string,
  imported: readonly string[],
  project: Project,
  drivers: readonly Driver[],
): boolean {
  return (
    makesPool(text, drivers) || staysInSession(text) || usesPools(text, imported, project, drivers)
  );
}

/** Whether a text may make a pool. */
export function makesPool(text: string, drivers: readonly Driver[]): boolean {
  return creationPatternOf(drivers).test(text);
}

/** Whether a text may have a statement that stays in its session. */
export function staysInSession(text: string): boolean {
  return OF_SESSION.test(text);
}

/** Whether a file may close a pool that it imports, or call what makes one each time. */
export function usesPools(
  text: string,
  imported: readonly string[],
  project: Project,
  drivers: readonly Driver[],
): boolean {
  const making = imported.filter(path => project.scan(path, creationScanOf(drivers)) === true);
  if (making.length === 0) return false;
  if (closePatternOf(drivers).test(text)) return true;
  return making.some(path => factoryPatternOf(drivers).test(project.textAt(path) ?? ''));
}
