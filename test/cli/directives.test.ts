import { Linter } from 'eslint';
import { expect, test } from 'vitest';
import { readDirectives } from '../../src/cli/directives.ts';
import { toLines } from '../../src/cli/lines.ts';
import { isParseFailure, parseFile } from '../../src/source/parse.ts';

const rule = 'pool/no-leaked-connection';

/** Each snippet marks problems with `leak()`; ESLint itself says which are reported. */
const snippets: Readonly<Record<string, string>> = {
  'next line': `// eslint-disable-next-line ${rule}\nleak();\nleak();`,
  'next line of all rules': '// eslint-disable-next-line\nleak();',
  'next line of another rule': '// eslint-disable-next-line no-alert\nleak();',
  'next line among others': `// eslint-disable-next-line no-alert, ${rule} -- known\nleak();`,
  'block for the next line': `/* eslint-disable-next-line\n  ${rule}\n*/\nleak();\nleak();`,
  'same line': `leak(); // eslint-disable-line ${rule} -- see there\nleak();`,
  'whole file': `/* eslint-disable */\nleak();`,
  region: `leak();\n/* eslint-disable ${rule} */\nleak();\n/* eslint-enable ${rule} */\nleak();`,
  'enabled again': `/* eslint-disable */ leak(); /* eslint-enable ${rule} */ leak();`,
  'enabled all': `/* eslint-disable ${rule} */ leak(); /* eslint-enable */ leak();`,
  'enabled another': `/* eslint-disable */ leak(); /* eslint-enable no-alert */ leak();`,
  'line comment opens no region': `// eslint-disable ${rule}\nleak();`,
  'in a string': `const text = '/* eslint-disable */'; leak();`,
  'in a template': 'const text = `${1} // eslint-disable-line`; leak();',
  'in a regex': String.raw`const pattern = /[/*] eslint-disable *\//; leak();`,
  'longer word': '/* eslint-disabled */ leak();',
  'after a string with slashes': `const url = 'http://x'; leak(); // eslint-disable-line`,
};

test.each(Object.keys(snippets))('%s: as ESLint does', name => {
  const text = snippets[name] ?? '';
  expect(reportedByUs(text)).toEqual(reportedByEslint(text));
});

test('the justification is kept', () => {
  const text = `leak(); // eslint-disable-line ${rule} -- the pool is closed anyway`;
  const file = parseFile('/a.ts', text);
  if (isParseFailure(file)) throw new Error(file.message);
  const directives = readDirectives(file, toLines(text));
  expect(directives.findSuppression(rule, { line: 1, column: 1 })).toEqual({
    kind: 'directive',
    justification: 'the pool is closed anyway',
  });
});

function reportedByUs(text: string): readonly string[] {
  const file = parseFile('/a.ts', text);
  if (isParseFailure(file)) throw new Error(file.message);
  const lines = toLines(text);
  const directives = readDirectives(file, lines);
  return [...text.matchAll(/leak\(\)/g)]
    .map(({ index }) => lines.positionOf(index))
    .filter(position => directives.findSuppression(rule, position) === undefined)
    .map(({ line, column }) => `${line}:${column}`);
}

function reportedByEslint(text: string): readonly string[] {
  const messages = new Linter().verify(text, {
    linterOptions: { reportUnusedDisableDirectives: 'off' },
    plugins: {
      pool: {
        rules: {
          'no-leaked-connection': {
            create: context => ({
              CallExpression: node => context.report({ node, message: 'leaked' }),
            }),
          },
        },
      },
    },
    rules: { [rule]: 'error' },
  });
  return messages
    .filter(({ ruleId }) => ruleId === rule)
    .map(({ line, column }) => `${line}:${column}`);
}
