import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** The default exports of TypeScript modules under `root`, in the order of `files`. */
export async function loadDefaults(root: string, files: readonly string[]): Promise<unknown[]> {
  const folder = join(root, 'node_modules/.cache/eslint-plugin-pool');
  const outfile = join(folder, `load-${process.pid}-${Date.now()}.js`);
  mkdirSync(folder, { recursive: true });
  const lines = files.map((file, index) => `import m${index} from './${file}';`);
  const names = files.map((_, index) => `m${index}`);
  await build({
    stdin: { contents: `${lines.join('\n')}\nexport default [${names}];`, resolveDir: root },
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile,
    logLevel: 'error',
  });
  try {
    // The entry above is ours: its default export is a list.
    const module = (await import(pathToFileURL(outfile).href)) as { default: unknown[] };
    return module.default;
  } finally {
    rmSync(outfile, { force: true });
  }
}
