import { spawnSync } from 'node:child_process';
import { bundle } from './bundle.ts';

const app = 'fixtures/apps/clinic';

/** Builds, then shows the command line on an app with leaks. Finding them is the success here. */
export async function main(): Promise<number> {
  await bundle(process.cwd());
  const { status } = spawnSync(process.execPath, ['dist/cli/main.js', 'check', app], {
    stdio: 'inherit',
  });
  if (status === 1) return 0;
  console.error(`The demo expects findings in ${app} (exit code 1), but got exit code ${status}.`);
  return status || 1;
}
