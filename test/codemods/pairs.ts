import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { globSync } from 'tinyglobby';
import { codemods } from '../../codemods/index.ts';
import { fixIn, read } from '../cli/fix/fix-in.ts';
import { createFolder } from '../cli/run-in.ts';

/** A fixture of a codemod: the file before, and what becomes of it or why nothing does. */
export interface Pair {
  readonly name: string;
  /** The name in the project of the test: `pg.ts`. */
  readonly file: string;
  readonly before: string;
  readonly after: string;
  readonly refused: string | undefined;
}

/** The fixtures of a codemod. */
export function pairsOf(codemod: string): readonly Pair[] {
  const paths = globSync(`fixtures/codemods/${codemod}/*.in.{ts,js,cjs}`).sort();
  return paths.map(path => {
    const before = readFileSync(path, 'utf8');
    const output = path.replace(/\.in(\.\w+)$/, '.out$1');
    const refused = /^\/\/ refused: (.*)$/m.exec(before)?.[1];
    if (existsSync(output) === (refused !== undefined)) throw new Error(`${path} says both.`);
    const after = refused === undefined ? readFileSync(output, 'utf8') : before;
    const name = basename(path);
    return {
      name,
      file: name.replace(`.in${extname(path)}`, extname(path)),
      before,
      after,
      refused,
    };
  });
}

/** What a run of `fix` with one codemod left. */
export interface Fixed {
  readonly texts: Readonly<Record<string, string>>;
  readonly repaired: number;
  /** The reasons for what it refused, by file. */
  readonly refusals: Readonly<Record<string, string>>;
}

/** A folder in which some files are a project of its own. */
export function projectOf(texts: Readonly<Record<string, string>>): string {
  const config = readFileSync('fixtures/tsconfig.json', 'utf8');
  const folder = createFolder({
    ...texts,
    'package.json': '{ "type": "module" }',
    'tsconfig.json': config.replace('"rules", "summaries"', '"*"'),
  });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  return folder;
}

interface Report {
  readonly repaired: readonly unknown[];
  readonly left: readonly {
    readonly filePath: string;
    readonly refusals: readonly { readonly reason: string }[];
  }[];
}

/** Runs `fix --write` with one codemod over a project. */
export async function fixWith(
  codemod: string,
  texts: Readonly<Record<string, string>>,
  ...more: readonly string[]
): Promise<Fixed> {
  const folder = projectOf(texts);
  const argv = ['--write', '--json', '--codemod', codemod, '--min-confidence', 'likely', ...more];
  const { stdout, stderr } = await fixIn(folder, argv, { codemods });
  if (stdout === '') throw new Error(stderr);
  // Its shape is a test of `fix`.
  const { repaired, left } = JSON.parse(stdout) as Report;
  const refusals: Record<string, string> = {};
  for (const { filePath, refusals: reasons } of left) {
    const name = basename(filePath);
    refusals[name] = [refusals[name] ?? '', ...reasons.map(({ reason }) => reason)].join('\n');
  }
  const names = Object.keys(texts);
  const changed = Object.fromEntries(names.map(name => [name, read(folder, name)]));
  return { texts: changed, repaired: repaired.length, refusals };
}
