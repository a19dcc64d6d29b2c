import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';

/** What the package needs at run time, from its package.json. */
interface PackageJson {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

const entries = {
  index: 'src/index.ts',
  'cli/main': 'src/cli/main.ts',
  'runtime/index': 'src/runtime/index.ts',
  'runtime/register': 'src/runtime/register.ts',
  'runtime/vitest': 'src/runtime/testing/vitest.ts',
  'runtime/jest': 'src/runtime/testing/jest.ts',
  'runtime/node-test': 'src/runtime/testing/node-test.ts',
  'jscodeshift/main': 'src/jscodeshift/main.ts',
};

/** Small libraries of the command line that travel inside `dist`, so that nobody installs them. */
const inlined = ['cac', 'diff', 'picocolors', 'tinyglobby', 'yaml'];

/** Entries of inlined libraries that are ECMAScript modules; Node would be given CommonJS, which cannot be inlined. */
const moduleEntries: Readonly<Record<string, string>> = { yaml: 'yaml/browser/index.js' };

/** Writes `dist` anew from the sources under `root`, without declarations. */
export async function bundle(root: string): Promise<void> {
  const cache = join(root, 'node_modules/.cache');
  const fresh = join(cache, `dist-${process.pid}`);
  mkdirSync(cache, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(
      Object.entries(entries).filter(([, file]) => existsSync(join(root, file))),
    ),
    outdir: fresh,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    chunkNames: 'chunks/[name]-[hash]',
    metafile: true,
    logLevel: 'error',
    plugins: [declaredPackagesOnly(root)],
  });
  writeFileSync(join(fresh, 'licenses.txt'), licensesOf(metafile, root));
  writeTransforms(root, join(fresh, 'codemods'));
  // Readers of the old folder see it whole until the moment the new one takes its place.
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  renameSync(fresh, join(root, 'dist'));
}

/**
 * What `jscodeshift -t` is given, one file for each codemod.
 *
 * It loads a transform with `require()`, through Babel, which would make another `require()` of an
 * `import()` that it sees.
 */
function writeTransforms(root: string, folder: string): void {
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }\n');
  const files = existsSync(join(root, 'codemods')) ? readdirSync(join(root, 'codemods')) : [];
  for (const file of files.filter(name => name.endsWith('.ts') && name !== 'index.ts')) {
    const name = file.slice(0, -'.ts'.length);
    const text = `'use strict';
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const load = new Function('url', 'return import(url)');
const main = load(pathToFileURL(join(__dirname, '../jscodeshift/main.js')).href);
module.exports = async (file, api, options) =>
  (await main).transformWith('${name}', file, api, options);
`;
    writeFileSync(join(folder, `${name}.js`), text);
  }
}

/** Keeps dependencies outside the bundle, and refuses packages that users would not have. */
function declaredPackagesOnly(root: string): Plugin {
  const text = readFileSync(join(root, 'package.json'), 'utf8');
  // Our own package.json has both fields.
  const manifest = JSON.parse(text) as PackageJson;
  const installed = { ...manifest.dependencies, ...manifest.peerDependencies };
  return {
    name: 'declared-packages-only',
    setup({ onResolve }) {
      onResolve({ filter: /^[^./]/ }, ({ path, importer, kind }) => {
        if (kind === 'entry-point') return undefined;
        const name = packageOf(path);
        if (isBuiltin(path) || name in installed) return { path, external: true };
        const entry = moduleEntries[path];
        if (entry !== undefined) return { path: join(root, 'node_modules', entry) };
        if (inlined.includes(name) || importer.includes('node_modules')) return undefined;
        return { errors: [{ text: `${name} is not a dependency, so users do not have it.` }] };
      });
    },
  };
}

function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

function licensesOf(metafile: Metafile, root: string): string {
  const folders = Object.keys(metafile.inputs).map(
    input => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0],
  );
  const names = ['LICENSE', 'LICENSE.md', 'license', 'LICENSE.txt'];
  return [...new Set(folders)]
    .filter(folder => folder !== undefined)
    .sort()
    .map(folder => {
      const file = names.map(name => join(root, folder, name)).find(path => existsSync(path));
      return `${folder.replace(/^.*node_modules\//, '')}\n\n${file ? readFileSync(file, 'utf8') : ''}`;
    })
    .join('\n---\n\n');
}
