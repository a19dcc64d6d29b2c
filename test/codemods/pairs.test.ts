import { globSync } from 'tinyglobby';
import { basename } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { codemods } from '../../codemods/index.ts';
import { rules } from '../../rules/index.ts';
import { toTransform } from '../../src/jscodeshift/transform.ts';
import { createFolder } from '../cli/run-in.ts';
import { fixWith, pairsOf, projectOf, type Pair } from './pairs.ts';

/** Those that repair leaks have tests of their own, with an oracle that looks for leaks. */
const others = codemods.filter(({ repairs }) => !repairs.includes('no-leaked-connection'));

test('every codemod has fixtures, and all fixtures belong to one', () => {
  const folders = globSync('fixtures/codemods/*', { onlyDirectories: true });
  const names = folders.map(folder => basename(folder)).sort();
  expect(names).toEqual(codemods.map(({ name }) => name));
});

describe.each(others)('$name', codemod => {
  const { name } = codemod;
  const pairs = pairsOf(name);
  const before = textsOf(pairs, pair => pair.before);
  const after = textsOf(pairs, pair => pair.after);

  test('makes each file its output, or refuses for its reason', async () => {
    const { texts, refusals } = await fixWith(name, before);
    expect(texts).toEqual(after);
    for (const { file, refused } of pairs) {
      if (refused === undefined) expect(refusals[file], file).toBeUndefined();
      else expect(refusals[file], file).toContain(refused);
    }
  });

  test('keeps line ends', async () => {
    const { texts } = await fixWith(name, withCrLf(before));
    expect(texts).toEqual(withCrLf(after));
  });

  test('does the same without types, where it does anything', async () => {
    const { texts } = await fixWith(name, before, '--no-types');
    for (const [file, text] of Object.entries(texts)) {
      expect([after[file], before[file]], file).toContain(text);
    }
  });

  test('changes nothing in a second run', async () => {
    const { texts, repaired } = await fixWith(name, after);
    expect(repaired).toBe(0);
    expect(texts).toEqual(after);
  });

  test('leaves what compiles', () => {
    expect(complaintsOfCompiler(after)).toEqual([]);
  });

  test.each(pairs)('does the same to $name under jscodeshift', async pair => {
    const transform = toTransform(codemod, rules);
    const folder = createFolder({ [pair.file]: pair.before, 'package.json': '{}' });
    const source = pair.before;
    const path = `${folder}/${pair.file}`;
    const options = { 'min-confidence': 'likely' };
    const result = await transform({ path, source }, { report: () => {} }, options);
    expect([pair.after, pair.before]).toContain(result ?? source);
  });
});

function textsOf(pairs: readonly Pair[], text: (pair: Pair) => string): Record<string, string> {
  return Object.fromEntries(pairs.map(pair => [pair.file, text(pair)]));
}

function withCrLf(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).map(([file, text]) => [file, text.replaceAll('\n', '\r\n')]),
  );
}

function complaintsOfCompiler(texts: Readonly<Record<string, string>>): readonly string[] {
  const folder = projectOf(texts);
  const { config } = ts.readConfigFile(`${folder}/tsconfig.json`, path => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  const files = Object.keys(texts).map(file => `${folder}/${file}`);
  const program = ts.createProgram(files, options);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}
