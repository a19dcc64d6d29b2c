import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import typescriptPlugin from '@typescript-eslint/eslint-plugin';
import * as parser from '@typescript-eslint/parser';
import { ESLint, type Linter } from 'eslint';
import pool from '../../src/index.ts';

/** The rule that ours are compared with: the cheapest of typescript-eslint's typed rules. */
export const yardstick = '@typescript-eslint/await-thenable';

/** What a project that lints with types has on. */
const recommended = typescriptPlugin.configs['recommended-type-checked-only']
  ?.rules as Linter.RulesRecord;

/** Files that a run looks at. */
export const extensions = '{js,mjs,cjs,jsx,ts,mts,cts,tsx}';

/** What a run lints with. */
export interface Choice {
  readonly isTyped: boolean;
  readonly hasPool: boolean;
  readonly hasYardstick: boolean;
  /** With the rules that typescript-eslint recommends where there are types, those alone that need them. */
  readonly hasRecommended?: boolean;
}

/** An ESLint over a folder that knows nothing of the configuration there. */
export function createEslint(cwd: string, choice: Choice): ESLint {
  return new ESLint({
    cwd,
    overrideConfigFile: true,
    overrideConfig: toConfig(cwd, choice),
    allowInlineConfig: false,
    stats: true,
  });
}

/** Seconds that some of the rules took in these results, as ESLint's own statistics say. */
export function secondsOf(
  results: readonly ESLint.LintResult[],
  isMeant: (rule: string) => boolean,
): number {
  let ms = 0;
  for (const { rules = {} } of results.flatMap(passesOf)) {
    for (const [rule, { total }] of Object.entries(rules)) if (isMeant(rule)) ms += total;
  }
  return ms / 1000;
}

/** Seconds spent in the parser; with types, the program is built there. */
export function parseSecondsOf(results: readonly ESLint.LintResult[]): number {
  return results.flatMap(passesOf).reduce((ms, { parse }) => ms + (parse?.total ?? 0), 0) / 1000;
}

/** Whether a rule is one of ours. */
export function isOurs(rule: string): boolean {
  return rule.startsWith('pool/');
}

function passesOf({ stats }: ESLint.LintResult) {
  return stats?.times.passes ?? [];
}

/** The folder at or above this one with a tsconfig.json: typescript-eslint searches no higher. */
export function rootOf(folder: string): string {
  let root = folder;
  while (!existsSync(join(root, 'tsconfig.json')) && dirname(root) !== root) root = dirname(root);
  return root;
}

function toConfig(
  cwd: string,
  { isTyped, hasPool, hasYardstick, hasRecommended }: Choice,
): Linter.Config[] {
  const parserOptions = isTyped ? { projectService: true, tsconfigRootDir: rootOf(cwd) } : {};
  return [
    { ignores: ['**/*.d.{ts,mts,cts}'] },
    { files: [`**/*.${extensions}`], languageOptions: { parser, parserOptions } },
    {
      plugins: {
        pool,
        // The plugin's types are of another major version of ESLint's.
        '@typescript-eslint': typescriptPlugin as unknown as ESLint.Plugin,
      },
      // As where the command `eslint` runs, which this is not: nobody is shown a suggestion.
      settings: { pool: { suggestions: false } },
      rules: {
        ...(hasPool ? pool.configs.all.rules : {}),
        ...(hasRecommended ? recommended : {}),
        ...(hasYardstick ? { [yardstick]: 'error' } : {}),
      },
    },
  ];
}
