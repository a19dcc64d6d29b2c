// Written by `npm run generate`.
import type { Rule } from '../src/rule.ts';
import noLeakedConnection from './no-leaked-connection.ts';

/** All rules, by name. */
export const rules: readonly Rule[] = [noLeakedConnection];
