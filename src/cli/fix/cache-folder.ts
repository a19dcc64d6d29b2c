import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { productName } from '../../product.ts';

/**
 * Where a project keeps what the next run wants to know: below its `node_modules/.cache`, or, where
 * nothing is installed, in the folder for temporary files. Nothing appears among the user's files.
 */
export function cacheFolderOf(cwd: string): string {
  const root = projectRootOf(cwd);
  const modules = join(root, 'node_modules');
  if (existsSync(modules)) return join(modules, '.cache', productName);
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16);
  return join(tmpdir(), `${productName}-${name}`);
}

/** The nearest folder with a `package.json`, else the folder itself. */
function projectRootOf(cwd: string): string {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (dirname(folder) === folder) return cwd;
  }
}
