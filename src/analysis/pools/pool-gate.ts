import type { Driver } from '../../drivers/driver.ts';
import type { Project } from '../../source/project.ts';
import { creationPatternOf, creationScanOf, factoryPatternOf } from './creation-names.ts';
import { closePatternOf } from './ends.ts';

/** Statements that stay in their session, apart from those that other rules look for. */
const OF_SESSION =
  /\bTEMP(?:ORARY)?\s+(?:TABLE|VIEW)\b|\bWITH\s+HOLD\b|\bset_config\b|['"`]\s*PREPARE\s|\bname:\s*['"`][^}]{0,200}\btext:/i;

/** Whether a text makes a pool, or has a statement that stays in its session: a cheap test for whole files. */
export function touchesPools(text: string, drivers: readonly Driver[]): boolean {
  return creationPatternOf(drivers).test(text) || OF_SESSION.test(text);
}

/** Whether a file closes a pool that it imports, or calls what makes one each time; `imported` are the paths of its imports. */
export function meetsPools(
  text: string,
  imported: Iterable<string>,
  project: Project,
  drivers: readonly Driver[],
): boolean {
  const closes = closePatternOf(drivers).test(text);
  for (const path of imported) {
    if (project.scan(path, creationScanOf(drivers)) !== true) continue;
    if (closes || factoryPatternOf(drivers).test(project.textAt(path) ?? '')) return true;
  }
  return false;
}
