import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The name of the npm package, and of the command. */
export const productName = 'eslint-plugin-pool';

/** The package as it is installed. */
export interface Installed {
  readonly root: string;
  readonly manifest: Manifest;
}

/** What we read of our own `package.json`. */
interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly repository?: string | { readonly url: string };
  readonly homepage?: string;
}

/** Absent when a bundler took the code out of its package. */
const installed = findInstalled();

/** The folder of the installed package, or `undefined` when a bundler took the code out of it. */
export const packageRoot = installed?.root;

/** The version of the installed package. */
export const packageVersion = installed?.manifest.version ?? '0.0.0';

/** The page of a rule: in the repository that `package.json` names, else in the installed package. */
export function rulePageUrl(rule: string, product = installed): string | undefined {
  if (product === undefined) return undefined;
  const page = `docs/rules/${rule}.md`;
  const repository = webAddress(product.manifest.repository);
  if (repository !== undefined) return `${repository}/blob/HEAD/${page}`;
  return pathToFileURL(join(product.root, page)).href;
}

/** Whose fault a failure is, and where to say so, as far as `package.json` names a place. */
export function reportHint(product = installed): string {
  const { repository, homepage } = product?.manifest ?? {};
  const address = webAddress(repository);
  const place = address === undefined ? homepage : `${address}/issues`;
  const fault = `This is a mistake in ${productName} ${packageVersion}, not in your code.`;
  return place === undefined ? fault : `${fault} Report it at ${place}.`;
}

/** What a user reads when our own code fails on a file. */
export function wordFailure(error: unknown): string {
  const reason = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
  return `The analysis of this file failed: ${reason.replace(/\.?$/, '.')} ${reportHint()}`;
}

/** Where a browser finds a repository: `git+https://host/owner/name.git`, or `owner/name` on GitHub. */
function webAddress(repository: Manifest['repository']): string | undefined {
  const text = typeof repository === 'object' ? repository.url : repository;
  const short = /^(?:github:)?([\w.-]+\/[\w.-]+)$/.exec(text ?? '')?.[1];
  if (short !== undefined) return `https://github.com/${short}`;
  return /^(?:git\+)?(https:\/\/.+?)(?:\.git)?$/.exec(text ?? '')?.[1];
}

function findInstalled(): Installed | undefined {
  for (let root = dirname(fileURLToPath(import.meta.url)); ; root = dirname(root)) {
    const manifest = readManifest(root);
    if (manifest?.name === productName) return { root, manifest };
    if (dirname(root) === root) return undefined;
  }
}

function readManifest(folder: string): Manifest | undefined {
  try {
    // npm refuses to publish a package.json whose fields have other types.
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  } catch {
    return undefined;
  }
}
