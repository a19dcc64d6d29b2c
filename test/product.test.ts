import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { reportHint, rulePageUrl, type Installed } from '../src/product.ts';

const root = join('/', 'app', 'node_modules', 'eslint-plugin-pool');

function withManifest(manifest: Installed['manifest']): Installed {
  return { root, manifest };
}

describe('the page of a rule', () => {
  test.each([
    ['git+https://git.example/team/pool.git', 'https://git.example/team/pool'],
    [{ url: 'git+https://git.example/team/pool.git' }, 'https://git.example/team/pool'],
    ['https://git.example/team/pool', 'https://git.example/team/pool'],
    ['team/pool', 'https://github.com/team/pool'],
    ['github:team/pool', 'https://github.com/team/pool'],
  ])('is in the repository %j', (repository, address) => {
    const product = withManifest({ repository });
    expect(rulePageUrl('no-leak', product)).toBe(`${address}/blob/HEAD/docs/rules/no-leak.md`);
    expect(reportHint(product)).toMatch(new RegExp(` Report it at ${address}/issues\\.$`));
  });

  test.each([[{}], [{ homepage: 'https://pool.example' }], [{ repository: 'git@host:a/b.git' }]])(
    'is in the installed package without one: %j',
    manifest => {
      const url = rulePageUrl('no-leak', withManifest(manifest)) ?? '';
      expect(fileURLToPath(url)).toBe(join(root, 'docs/rules/no-leak.md'));
    },
  );

  test('is there', () => {
    const url = rulePageUrl('no-leaked-connection') ?? '';
    expect(url.startsWith('https:') || existsSync(fileURLToPath(url))).toBe(true);
  });
});

describe('a failure of ours', () => {
  test('is reported where package.json says, or nowhere in particular', () => {
    expect(reportHint(withManifest({ homepage: 'https://pool.example' }))).toMatch(
      / Report it at https:\/\/pool\.example\.$/,
    );
    expect(reportHint(withManifest({}))).toMatch(
      /^This is a mistake in eslint-plugin-pool \S+, not in your code\.$/,
    );
  });
});
