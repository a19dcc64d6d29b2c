import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suggestNearest } from '../nearest.ts';
import { packageRoot } from '../product.ts';
import type { Rule } from '../rule.ts';
import type { Command } from './command.ts';
import { UsageError } from './terminal.ts';

/** Prints the page of a rule. */
export const explainCommand: Command = {
  name: 'explain',
  parameters: '<rule>',
  arity: { least: 1, most: 1 },
  summary: 'Print the page of a rule: why, wrong and right code, when to turn it off',
  options: [],
  examples: [['explain no-leaked-connection', 'print docs/rules/no-leaked-connection.md']],

  run({ words, rules }, terminal) {
    const name = (words[0] ?? '').replace(/^pool\//, '');
    const rule = rules.find(each => each.name === name);
    if (rule === undefined) throw unknownRule(name, rules);
    terminal.stdout.write(`${(readPage(rule) ?? summarize(rule)).trimEnd()}\n`);
    return 0;
  },
};

function unknownRule(name: string, rules: readonly Rule[]): UsageError {
  const names = rules.map(rule => rule.name);
  const hint = suggestNearest(name, names) || ` Rules: ${names.join(', ')}.`;
  return new UsageError(`Unknown rule '${name}'.${hint}`);
}

function readPage({ name }: Rule): string | undefined {
  if (packageRoot === undefined) return undefined;
  try {
    const page = readFileSync(join(packageRoot, 'docs/rules', `${name}.md`), 'utf8');
    // Marks for the generator of page headers say nothing to a reader.
    return page.replaceAll(/<!--.*?-->\n+/g, '');
  } catch {
    return undefined;
  }
}

/** What the rule itself says, for a package that was installed without its pages. */
function summarize({ name, summary }: Rule): string {
  return `# ${name}\n\n${summary}.`;
}
