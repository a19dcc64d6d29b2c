import { codemods } from '../codemods/index.ts';
import { rules } from '../rules/index.ts';
import { createPlugin } from './eslint/plugin.ts';

export type { Driver } from './drivers/driver.ts';
export type { PoolPlugin } from './eslint/plugin.ts';
export type { RuleOptions } from './eslint/rule.ts';
export type { PoolSettings } from './settings.ts';

/** The plugin. */
const plugin = createPlugin(rules, codemods);

export default plugin;
