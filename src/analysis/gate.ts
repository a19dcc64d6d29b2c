import type { Setting } from './analyse.ts';

/** Whether a file can hold anything to analyse; answered from its text, before it is parsed. */
export function isWorthAnalysing(_text: string, _path: string, _setting: Setting): boolean {
  return true;
}
