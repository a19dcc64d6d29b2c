import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { EffectSource } from '../../src/effects/effect.ts';
import { effects } from '../../src/effects/index.ts';
import { modulesOf, openTypings } from './complaints.ts';

/** Where the described packages live when somebody installed them. */
const folder = resolve('fixtures/effects');

const hasPackages = existsSync(resolve(folder, 'node_modules'));

/** What another version of the package has, or its code and not its typings. */
const absent: Readonly<Record<string, readonly string[]>> = {
  // Newer than the typings of the oldest Node.js we run on.
  'node:fs': ['promises.glob', 'glob'],
  'node:fs/promises': ['glob'],
  // In the packages for Amazon and Google.
  '@anthropic-ai/sdk': ['AnthropicBedrock.new', 'AnthropicVertex.new'],
  // The default export of 4.x.
  algoliasearch: ['()'],
  execa: ['command', 'node'],
  // Declared by `@google-cloud/firestore`.
  'firebase-admin': ['Firestore.new', 'CollectionReference.new', 'DocumentReference.new'],
  meilisearch: ['MeiliSearch.new'],
  openai: ['OpenAIApi.new'],
  // `require('stripe')(key)`.
  stripe: ['()'],
};

describe('names of Node.js and of what is installed here', () => {
  const here = effects.filter(source => isIn('.', source) || source.package.startsWith('node:'));
  checkAll(here, '.');
});

describe.skipIf(!hasPackages)('names of the other packages', () => {
  checkAll(
    effects.filter(source => isIn(folder, source)),
    folder,
  );
});

if (!hasPackages) {
  console.warn(
    'SKIPPED: the typings of src/effects. To run it: npm i --ignore-scripts --prefix fixtures/effects',
  );
}

function checkAll(sources: readonly EffectSource[], from: string): void {
  let typings: ReturnType<typeof openTypings>;
  beforeAll(() => {
    const modules = sources.flatMap(modulesOf).filter(module => canImport(from, module));
    typings = openTypings([...new Set(modules)], from);
  }, 120_000);

  test.each(sources)('$package', source => {
    const known = absent[source.package] ?? [];
    expect(typings.complaintsAbout(source).filter(path => !known.includes(path))).toEqual([]);
  });
}

function isIn(from: string, source: EffectSource): boolean {
  return modulesOf(source).some(module => !module.startsWith('node:') && canImport(from, module));
}

/** Whether a folder's own `package.json` asks for a module or its types. */
function canImport(from: string, module: string): boolean {
  if (module.startsWith('node:')) return true;
  const text = readFileSync(resolve(from, 'package.json'), 'utf8');
  const { devDependencies } = JSON.parse(text) as { devDependencies: Record<string, string> };
  const name = module.split('/', module.startsWith('@') ? 2 : 1).join('/');
  const types = `@types/${name.replace(/^@(.+)\//, '$1__')}`;
  return name in devDependencies || types in devDependencies;
}
