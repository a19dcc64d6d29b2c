// Written by `npm run generate`.
import type { Codemod } from '../src/codemod.ts';
import tryFinally from './try-finally.ts';

/** All codemods, by name. */
export const codemods: readonly Codemod[] = [tryFinally];
