import { existsSync, statSync } from 'node:fs';
import { glob } from 'tinyglobby';
import { bundle } from './bundle.ts';

/** Builds `dist` before the tests when a source is newer than it. */
export default async function setup(): Promise<void> {
  const root = process.cwd();
  if (!existsSync('src/index.ts') || !(await isStale('dist/index.js'))) return;
  await bundle(root);
}

async function isStale(output: string): Promise<boolean> {
  if (!existsSync(output)) return true;
  const built = statSync(output).mtimeMs;
  const sources = await glob(['src/**', 'rules/**', 'codemods/**', 'package.json']);
  return sources.some(source => statSync(source).mtimeMs > built);
}
