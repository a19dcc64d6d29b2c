import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
import { bundle } from './bundle.ts';

/** Builds `dist`: bundles, then declarations. */
export async function main(): Promise<number> {
  const root = process.cwd();
  await bundle(root);
  if (existsSync('dist/cli/main.js')) chmodSync('dist/cli/main.js', 0o755);
  const { status } = spawnSync('npx', ['tsc', '-p', 'test/tools/declarations.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  return status ?? 1;
}
