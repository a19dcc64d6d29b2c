import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One line of a stack that names a place in a file. */
export interface CallSite {
  /** An absolute path, also where the stack has a `file:` URL. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The function, as V8 names it; `undefined` for anonymous code. */
  readonly name: string | undefined;
}

const frame =
  /^\s*at (?:async )?(?:(?<name>.*?) \()?(?<file>(?:file:\/\/)?(?:\/|[A-Za-z]:[\\/]|[\w@.-]+:\/\/).*?):(?<line>\d+):(?<column>\d+)\)?$/;

/** This package's own folder: `dist` where it is installed, `src/runtime` in its tests. */
const own = fileURLToPath(new URL('..', import.meta.url));

/** All places that a formatted stack names, innermost first. Evaluated code has none. */
export function callSitesOf(stack: string): readonly CallSite[] {
  return stack.split('\n').flatMap(line => {
    const groups = line.includes('eval at ') ? undefined : frame.exec(line)?.groups;
    if (groups?.['file'] === undefined) return [];
    const { file, name } = groups;
    return [
      { file: toPath(file), line: Number(groups['line']), column: Number(groups['column']), name },
    ];
  });
}

/** The innermost place in the user's own code: no package, nothing of Node's, nothing of ours. */
export function findUserSite(stack: string): CallSite | undefined {
  return callSitesOf(stack).find(isUsers);
}

/** Who called the function that the user's innermost code is in: the next place of the user's own. */
export function findUserCaller(stack: string): CallSite | undefined {
  return callSitesOf(stack).filter(isUsers)[1];
}

/** Whether a place belongs to the program, and not to what it uses. */
export function isUsers({ file }: CallSite): boolean {
  return !/[\\/]node_modules[\\/]/.test(file) && !file.startsWith('node:') && !file.startsWith(own);
}

/** `file:line`, as reports name a place; files below the working directory by their path from there. */
export function toText({ file, line }: CallSite): string {
  const path = relative(process.cwd(), file);
  return `${path === '' || path.startsWith('..') || /^\w:/.test(path) ? file : path}:${line}`;
}

function toPath(file: string): string {
  if (!file.startsWith('file://')) return file;
  try {
    return fileURLToPath(file);
  } catch {
    // A file URL of another platform is still a name that people can read.
    return file;
  }
}
