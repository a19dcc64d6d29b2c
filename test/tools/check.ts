import { spawnSync } from 'node:child_process';

const steps: Readonly<Record<string, string>> = {
  build: 'npm run --silent build',
  format: 'prettier --check --log-level warn .',
  generated: 'npm run --silent generate -- --check',
  types: 'tsc',
  lint: 'eslint --max-warnings 0 .',
  unused: 'knip',
  package: 'publint --strict',
  entries: 'attw --pack . --profile esm-only --format ascii',
};

/** Runs every check, all of them even when one fails; or only those that are named. */
export function main(names: readonly string[]): number {
  const unknown = names.filter(name => !(name in steps));
  if (unknown.length > 0) {
    console.error(`There is no check '${unknown[0]}'; there are ${Object.keys(steps).join(', ')}.`);
    return 2;
  }
  const chosen = Object.keys(steps).filter(name => names.length === 0 || names.includes(name));
  const failed = chosen.filter(name => !passes(name, steps[name] ?? '', chosen.length > 1));
  return failed.length === 0 ? 0 : 1;
}

function passes(name: string, command: string, isOneOfMany: boolean): boolean {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(command, {
    shell: true,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (status !== 0) console.log(`${stdout}${stderr}`.trimEnd());
  if (isOneOfMany) console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
  return status === 0;
}
