import { existsSync, rmSync, statSync } from 'node:fs';
import { glob } from 'tinyglobby';
import { bundle } from './bundle.ts';

/** Builds `dist` before the tests when a source is newer than it. */
export default async function setup(): Promise<void> {
  if (!(await isStale('dist/index.js'))) return;
  try {
    await bundle(process.cwd());
  } catch (error) {
    // Tests of sources still run and say what is wrong; tests of `dist` must not meet an old one.
    rmSync('dist', { recursive: true, force: true });
    console.error(error instanceof Error ? error.message : error);
  }
}

async function isStale(output: string): Promise<boolean> {
  if (!existsSync(output)) return true;
  const built = statSync(output).mtimeMs;
  const sources = await glob(['src/**', 'rules/**', 'codemods/**', 'package.json']);
  return sources.some(source => statSync(source).mtimeMs > built);
}
