import type { ESLint, Linter, Rule as EslintRule } from 'eslint';
import { packageVersion, productName } from '../product.ts';
import type { Rule } from '../rule.ts';
import { isRecommended } from '../settings.ts';
import { toEslintRule, type RuleOptions } from './rule.ts';

/** The prefix of rule names in messages and configurations. */
export const namespace = 'pool';

/** The plugin as ESLint and oxlint load it. */
export interface PoolPlugin extends ESLint.Plugin {
  readonly meta: {
    readonly name: string;
    readonly version: string;
    readonly namespace: string;
  };
  readonly rules: Record<string, EslintRule.RuleModule>;
  readonly configs: {
    /** Sure and likely findings of the recommended rules. */
    readonly recommended: Linter.Config;
    /** The recommended rules, with findings that are only possible. */
    readonly strict: Linter.Config;
    /** Every rule. */
    readonly all: Linter.Config;
  };
}

/** Makes the plugin out of rules. */
export function createPlugin(rules: readonly Rule[]): PoolPlugin {
  const recommended = rules.filter(isRecommended);
  const plugin = {
    meta: { name: productName, version: packageVersion(), namespace },
    rules: Object.fromEntries(rules.map(rule => [rule.name, toEslintRule(rule)])),
  };
  return Object.assign(plugin, {
    configs: {
      recommended: toConfig('recommended', plugin, recommended),
      strict: toConfig('strict', plugin, recommended, { tier: 'possible' }),
      all: toConfig('all', plugin, rules),
    },
  });
}

function toConfig(
  name: string,
  plugin: ESLint.Plugin,
  rules: readonly Rule[],
  options?: RuleOptions,
): Linter.Config {
  const entry: Linter.RuleEntry = options === undefined ? 'error' : ['error', options];
  return {
    name: `${namespace}/${name}`,
    plugins: { [namespace]: plugin },
    rules: Object.fromEntries(rules.map(rule => [`${namespace}/${rule.name}`, entry])),
  };
}
