import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The name of the npm package, and of the command. */
export const productName = 'eslint-plugin-pool';

const repository = 'https://github.com/eslint-plugin-pool/eslint-plugin-pool';

/** Where a mistake of ours is reported. */
export const issuesUrl = `${repository}/issues`;

/** The page of a rule. */
export function rulePageUrl(rule: string): string {
  return `${repository}/blob/main/docs/rules/${rule}.md`;
}

/** Whose fault a failure is, and where to say so. */
export const reportHint = `This is a mistake in ${productName}, not in your code. Report it at ${issuesUrl}.`;

/** What a user reads when our own code fails on a file. */
export function wordFailure(error: unknown): string {
  const reason = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
  return `The analysis of this file failed: ${reason.replace(/\.?$/, '.')} ${reportHint}`;
}

/** The folder of the installed package, or `undefined` when a bundler took the code out of it. */
export function findPackageRoot(): string | undefined {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (readPackage(folder)?.name === productName) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

/** The version of the installed package. */
export function packageVersion(): string {
  const root = findPackageRoot();
  return (root === undefined ? undefined : readPackage(root)?.version) ?? '0.0.0';
}

function readPackage(folder: string): { name?: string; version?: string } | undefined {
  try {
    // A package.json is an object; anything else has neither field.
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name?: string };
  } catch {
    return undefined;
  }
}
