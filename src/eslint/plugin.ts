import type { ESLint, Linter, Rule as EslintRule } from 'eslint';
import type { Codemod } from '../codemod.ts';
import { packageVersion, productName } from '../product.ts';
import type { Rule } from '../rule.ts';
import { isRecommended } from '../settings.ts';
import { toEslintRule, type RuleOptions } from './rule.ts';

/** The prefix of rule names in messages and configurations. */
const namespace = 'pool';

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
    /**
     * For test files, behind another one: only sure findings, since an assertion that fails ends the
     * test anyway, and none of the rules about load.
     */
    readonly tests: Linter.Config;
    /** Every rule. */
    readonly all: Linter.Config;
  };
}

/** Makes the plugin out of rules, and of codemods that repair what they find. */
export function createPlugin(
  rules: readonly Rule[],
  codemods: readonly Codemod[] = [],
): PoolPlugin {
  const recommended = rules.filter(isRecommended);
  const workshop = { rules, codemods };
  const plugin = {
    meta: { name: productName, version: packageVersion, namespace },
    rules: Object.fromEntries(rules.map(rule => [rule.name, toEslintRule(rule, workshop)])),
  };
  return Object.assign(plugin, {
    configs: {
      recommended: toConfig('recommended', plugin, recommended),
      strict: toConfig('strict', plugin, recommended, { tier: 'possible' }),
      tests: toTestConfig(plugin, rules),
      all: toConfig('all', plugin, rules),
    },
  });
}

/** Where runners look for tests: the defaults of vitest, jest, mocha and `node --test`. */
const testFiles = ['**/*.{test,spec}.*', '**/*.e2e-spec.*', '**/{test,tests,__tests__,e2e}/**'];

function toTestConfig(plugin: ESLint.Plugin, rules: readonly Rule[]): Linter.Config {
  const quiet = rules.filter(rule => isRecommended(rule) && !rule.isAboutService);
  const config = toConfig('tests', plugin, quiet, { tier: 'sure' });
  const off = rules.filter(rule => rule.isAboutService === true || !isRecommended(rule));
  const turnedOff = off.map(rule => [`${namespace}/${rule.name}`, 'off'] as const);
  return {
    ...config,
    files: testFiles,
    rules: { ...config.rules, ...Object.fromEntries(turnedOff) },
  };
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
