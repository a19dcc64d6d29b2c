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

/** What a run of `fix` with one codemod made of a file. */
export interface Fixed {
  readonly text: string;
  /** The reasons for what it refused. */
  readonly refusals: readonly string[];
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
  readonly left: readonly { readonly refusals: readonly { readonly reason: string }[] }[];
}

/** Runs `fix --write` with one codemod over a project of one file. */
export async function fixWith(
  codemod: string,
  file: string,
  text: string,
  ...more: readonly string[]
): Promise<Fixed> {
  const folder = projectOf({ [file]: text });
  const argv = ['--write', '--json', '--codemod', codemod, '--min-confidence', 'likely', ...more];
  const { stdout, stderr } = await fixIn(folder, argv, { codemods });
  if (stdout === '') throw new Error(stderr);
  // Its shape is a test of `fix`.
  const { left } = JSON.parse(stdout) as Report;
  const refusals = left.flatMap(one => one.refusals.map(({ reason }) => reason));
  return { text: read(folder, file), refusals };
}
