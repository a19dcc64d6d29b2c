import { analyse, type Setting } from '../../src/analysis/analyse.ts';
import type { Facts } from '../../src/analysis/facts.ts';
import { settingWith } from '../rules/analysis.ts';

/** The facts of the first of these files, which exist in memory only. */
export function factsOf(
  files: Readonly<Record<string, string>>,
  options: Partial<Pick<Setting, 'effects' | 'drivers'>> = {},
): Facts {
  const texts = new Map(Object.entries(files).map(([name, text]) => [`/virtual/${name}`, text]));
  const setting = settingWith(texts);
  const [path = ''] = texts.keys();
  const file = setting.project.fileAt(path);
  if (file === undefined) throw new Error(`${path} cannot be parsed.`);
  return analyse(file, { ...setting, ...options });
}
