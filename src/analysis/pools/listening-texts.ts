import type { Project } from '../../source/project.ts';
import { packageRoot } from '../manifests.ts';

/** A listener for errors of what may be a pool or a connection, wherever it stands in a name. */
export const ON_ERROR_OF_POOL =
  /(?:pool|db|database|client|pg|sql|conn|connection|master|slave|replica|primary|reader|writer)s?\w*[\])]*[?!]?\.(?:on|once|addListener)\(\s*['"`]error['"`]/i;

/** What listens to each connection that a pool opens or lends: in place, or a function of some name. */
const ON_ERROR_OF_LENT =
  /\.(?:on|once|addListener)\(\s*['"`](?:connect|acquire)['"`]\s*,\s*(?:[\w.]+\s*\)|(?:async\s+)?(?:function\s*)?\(?\s*(\w+)\b[^]{0,600}?\b\1[?!]?\.(?:on|once|addListener)\(\s*['"`]error['"`])/;

/** What the files of a package say about errors. */
interface Listening {
  /** The texts with a listener for errors of what may be a pool. */
  readonly texts: readonly string[];
  /** Every connection that some pool opens or lends is listened to. */
  readonly isLentHeard: boolean;
}

const known = new WeakMap<Project, Map<string, Listening>>();

/** What the files of the package around a file say about errors; read once. */
export function listeningAround(project: Project, path: string): Listening {
  const root = packageRoot(path, project);
  const memo = known.get(project) ?? new Map<string, Listening>();
  known.set(project, memo);
  const found = memo.get(root) ?? listeningUnder(project, root);
  memo.set(root, found);
  return found;
}

function listeningUnder(project: Project, root: string): Listening {
  const texts: string[] = [];
  let isLentHeard = false;
  for (const path of project.filesUnder(root)) {
    const text = project.textAt(path) ?? '';
    if (ON_ERROR_OF_POOL.test(text)) texts.push(text);
    isLentHeard ||= ON_ERROR_OF_LENT.test(text);
  }
  return { texts, isLentHeard };
}

/** Whether a text listens to every connection that its pool opens or lends. */
export function hearsLent(text: string): boolean {
  return ON_ERROR_OF_LENT.test(text);
}
