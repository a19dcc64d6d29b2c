import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { globSync } from 'tinyglobby';
import { describeMachine, toTable } from './table.ts';

/** Parses, changes nothing, prints. */
const noop = `
export const parser = 'ts';
export default (file, api) => api.jscodeshift(file.source).toSource();
`;

const printProcessorTime = `process.on('exit', () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  process.stderr.write('processor ' + (userCPUTime + systemCPUTime) / 1e6 + '\\n');
});`;

/** What one tool did to a copy of the project. */
interface Run {
  readonly name: string;
  readonly files: number;
  readonly wall: number;
  readonly processor: number;
  readonly changed: number;
}

/** Runs `fix --write` and jscodeshift's no-op over copies of a folder, one after the other. */
export function main(args: readonly string[]): number {
  const folder = resolve(args[0] ?? '.');
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    console.error(
      `There is no folder ${folder}. Usage: node test/tools/run.js bench/codemods <folder>`,
    );
    return 2;
  }
  console.log(`${describeMachine()}, jscodeshift ${versionOf('jscodeshift')}\n`);
  const transform = join(mkdtempSync(join(tmpdir(), 'pool-noop-')), 'noop.mjs');
  writeFileSync(transform, noop);
  const fix = [resolve('dist/cli/main.js'), 'fix', '--write', '--force', '--no-types'];
  const jscodeshift = [resolve('node_modules/jscodeshift/bin/jscodeshift.js'), '--run-in-band'];
  const noopArguments = ['-t', transform, '--extensions=ts,tsx,js,jsx,mjs,cjs', '.'];
  const runs = [
    measure('fix --write --no-types', 'files/s', folder, fix),
    measure('jscodeshift, no-op', 'All done', folder, [...jscodeshift, ...noopArguments]),
  ];
  console.log(toReport(runs).join('\n'));
  return 0;
}

/** `sign` is what a run prints that came to its end. */
function measure(name: string, sign: string, folder: string, argv: readonly string[]): Run {
  const copy = mkdtempSync(join(tmpdir(), 'pool-bench-'));
  try {
    cpSync(folder, copy, { recursive: true, filter: path => !path.includes('node_modules') });
    copyManifest(folder, copy);
    const before = textsIn(copy);
    const start = performance.now();
    const hook = `data:text/javascript,${encodeURIComponent(printProcessorTime)}`;
    const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', hook, ...argv], {
      cwd: copy,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    const wall = (performance.now() - start) / 1000;
    // A run that ended early is fast, and worth nothing.
    const processor = Number(/^processor (.+)$/m.exec(stderr)?.[1] ?? NaN);
    if (status === null || status > 1 || !stdout.includes(sign) || Number.isNaN(processor)) {
      throw new Error(`${name} failed: ${stdout}${stderr}`);
    }
    const after = textsIn(copy);
    const changed = [...before].filter(([file, text]) => after.get(file) !== text).length;
    return { name, files: before.size, wall, processor, changed };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** What a folder inside of a project is without: the packages that the project depends on are part of what is found. */
function copyManifest(folder: string, copy: string): void {
  const manifest = findUp(folder, 'package.json');
  const target = join(copy, 'package.json');
  if (manifest !== undefined && !existsSync(target)) cpSync(manifest, target);
}

function findUp(folder: string, name: string): string | undefined {
  const path = join(folder, name);
  if (existsSync(path)) return path;
  return dirname(folder) === folder ? undefined : findUp(dirname(folder), name);
}

function textsIn(folder: string): ReadonlyMap<string, string> {
  const files = globSync('**/*.{ts,tsx,js,jsx,mjs,cjs}', { cwd: folder, dot: true });
  return new Map(files.map(file => [file, readFileSync(join(folder, file), 'utf8')]));
}

function toReport(runs: readonly Run[]): readonly string[] {
  const head = [
    'run',
    'files',
    'files changed',
    'wall s',
    'processor s',
    'files/s',
    'files/processor s',
  ];
  const rows = runs.map(({ name, files, changed, wall, processor }) => [
    name,
    ...[files, changed].map(String),
    ...[wall, processor].map(seconds => seconds.toFixed(2)),
    ...[files / wall, files / processor].map(rate => rate.toFixed(0)),
  ]);
  return toTable(head, rows);
}

function versionOf(name: string): string {
  const text = readFileSync(`node_modules/${name}/package.json`, 'utf8');
  // Every package.json has a version.
  return (JSON.parse(text) as { version: string }).version;
}
