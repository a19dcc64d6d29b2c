import { lstatSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';
import { runGit } from './git.ts';
import { UsageError } from './terminal.ts';

const source = /\.[cm]?[jt]sx?$/;
/** Nobody's own code: typings, what is made smaller, and what package managers keep in the repository. */
const generated =
  /\.d\.[cm]?ts$|\.min\.[cm]?js$|(?:^|\/)(?:node_modules|\.git|\.yarn)\/|(?:^|\/)\.pnp\.[\w.]+$/;

/** Folders that nobody edits, where there is no `.gitignore` to say so. */
const builtFolders = ['node_modules', '.git', 'dist', 'build', 'coverage'];

/**
 * The files that the user's words name, as sorted absolute paths: files as they are, folders and
 * patterns without what git ignores.
 */
export function findFiles(words: readonly string[], cwd: string): readonly string[] {
  const found = new Set<string>();
  for (const word of words.length === 0 ? ['.'] : words) {
    for (const file of filesOf(word, cwd)) found.add(file);
  }
  return [...found].sort();
}

function filesOf(word: string, cwd: string): readonly string[] {
  const path = resolve(cwd, word);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return filesIn(path);
  if (stats !== undefined) return [path];
  if (!isDynamicPattern(word)) throw new UsageError(`'${word}' does not exist.`);
  const matches = new Set(globSync(word, { cwd, absolute: true, dot: true }));
  const files = filesIn(cwd).filter(file => matches.has(file));
  if (files.length === 0)
    throw new UsageError(`No JavaScript or TypeScript file matches '${word}'.`);
  return files;
}

/** The files in the folders that the user's words name, of any kind; those of `cwd` when no folder is named. */
export function findFilesAround(words: readonly string[], cwd: string): readonly string[] {
  const folders = words
    .map(word => resolve(cwd, word))
    .filter(path => statSync(path, { throwIfNoEntry: false })?.isDirectory());
  const found = (folders.length === 0 ? [cwd] : folders).flatMap(folder =>
    everythingIn(folder).filter(file => !file.slice(folder.length).includes('/node_modules/')),
  );
  return [...new Set(found)].sort();
}

function filesIn(folder: string): readonly string[] {
  return everythingIn(folder).filter(
    file => source.test(file) && !generated.test(file.slice(folder.length)),
  );
}

function everythingIn(folder: string): readonly string[] {
  return filesOfGit(folder) ?? filesOfDisk(folder);
}

function filesOfDisk(folder: string): readonly string[] {
  const ignore = builtFolders.map(name => `**/${name}/**`);
  return globSync('**/*', {
    cwd: folder,
    absolute: true,
    dot: true,
    ignore,
    followSymbolicLinks: false,
  });
}

/** What git tracks or would track, or `undefined` when git is missing, knows nothing or ignores the folder. */
function filesOfGit(folder: string): readonly string[] | undefined {
  if (runGit(folder, ['check-ignore', '--quiet', '.']) !== undefined) return undefined;
  const listed = runGit(folder, ['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  return listed?.split('\0').flatMap(name => {
    if (name === '') return [];
    const path = join(folder, name);
    // Deleted files are still listed, nested repositories as folders; a link's target stands for itself.
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats?.isDirectory()) return everythingIn(path);
    return stats?.isFile() ? [path] : [];
  });
}
