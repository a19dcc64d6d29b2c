import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { main as generate } from './generate.ts';
import { codemodFiles } from './codemod-scaffold.ts';
import { driverFiles, ruleFiles, type NewFile } from './scaffolds.ts';

/** What can be scaffolded: the names it accepts, in words and as a pattern, and the files it gets. */
const kinds = {
  rule: {
    pattern: /^(?:no|require|prefer|max)(?:-[a-z]+)+$/,
    form: '`no-`, `require-`, `prefer-` or `max-` and then words in lower case: `no-nested-acquire`',
    filesFor: ruleFiles,
  },
  driver: {
    pattern: /^(?:@[a-z0-9-]+\/)?[a-z][a-z0-9.-]*$/,
    form: 'the npm package: `mysql2` or `@vercel/postgres`',
    filesFor: driverFiles,
  },
  codemod: {
    pattern: /^[a-z]+(?:-[a-z]+)+$/,
    form: 'two words or more in lower case that say what it does: `move-await-out`',
    filesFor: codemodFiles,
  },
} as const;

type Kind = keyof typeof kinds;

function isKind(word: string | undefined): word is Kind {
  return word !== undefined && Object.hasOwn(kinds, word);
}

/** `new rule <name>`, `new driver <package>`, `new codemod <name>`: writes the files of a new one. */
export async function main(args: readonly string[], root = process.cwd()): Promise<number> {
  const [kind, name, ...rest] = args;
  const wrong = complaintAbout(kind, name, rest);
  if (wrong !== undefined || name === undefined || !isKind(kind)) return fail(wrong ?? '');
  const files = kinds[kind].filesFor(name);
  const taken = files.find(({ file }) => existsSync(join(root, file)));
  if (taken !== undefined) return fail(`${taken.file} exists already.`);
  for (const file of files) write(root, file);
  await generate([], root);
  console.log('Fill them in, then run `npm run check`.');
  return 0;
}

function complaintAbout(
  kind: string | undefined,
  name: string | undefined,
  rest: readonly string[],
): string | undefined {
  if (name === undefined || rest.length > 0 || !isKind(kind)) {
    return 'Usage: npm run new rule <name>, npm run new codemod <name>, or npm run new driver <package>';
  }
  const { pattern, form } = kinds[kind];
  return pattern.test(name) ? undefined : `'${name}' cannot name a ${kind}. A name is ${form}.`;
}

function fail(text: string): number {
  console.error(text);
  return 2;
}

function write(root: string, { file, text }: NewFile): void {
  const path = join(root, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(`wrote ${file}`);
}
