import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Folders in which nobody writes code. */
const LEFT_OUT = /^(?:node_modules|dist|build|out|coverage|vendor|public|\..*)$/;
const SOURCE = /(?<!\.d)\.[cm]?[jt]sx?$/;
/** Past this many files a folder is no package any more, and the rest is left out. */
const MAX_FILES = 5000;

/** The source files below a folder; a folder that cannot be read has none. */
export function listSources(root: string): readonly string[] {
  const found: string[] = [];
  const open = [root];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !LEFT_OUT.test(entry.name)) open.push(path);
      if (!entry.isDirectory() && SOURCE.test(entry.name)) found.push(path);
    }
    if (found.length >= MAX_FILES) break;
  }
  return found;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // Gone, or not ours to read: the same as empty.
    return [];
  }
}
