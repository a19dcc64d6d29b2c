// Runs a TypeScript module's `main`: `node test/tools/run.js tools/generate --check`. Node 20 cannot by itself.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const [name = '', ...rest] = process.argv.slice(2);
const folder = join(import.meta.dirname, '../../node_modules/.cache/eslint-plugin-pool');
const outfile = join(folder, `${name.replaceAll('/', '-')}-${process.pid}.js`);
mkdirSync(folder, { recursive: true });
await build({
  entryPoints: [join(import.meta.dirname, '..', `${name}.ts`)],
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  outfile,
  logLevel: 'error',
});
try {
  const { main } = await import(pathToFileURL(outfile).href);
  process.exitCode = await main(rest);
} finally {
  rmSync(outfile, { force: true });
}
