import { globSync } from 'tinyglobby';
import { basename } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { codemods } from '../../codemods/index.ts';
import { rules } from '../../rules/index.ts';
import { toTransform } from '../../src/jscodeshift/transform.ts';
import { createFolder } from '../cli/run-in.ts';
import { fixWith, pairsOf, projectOf } from './pairs.ts';
import { toCrLf } from './workshop.ts';

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
  const after = Object.fromEntries(pairs.map(pair => [pair.file, pair.after]));

  test.each(pairs)('makes $name its output, or refuses for its reason', async pair => {
    const { text, refusals } = await fixWith(name, pair.file, pair.before);
    expect(text).toBe(pair.after);
    if (pair.refused === undefined) expect(refusals).toEqual([]);
    else expect(refusals.join('\n')).toContain(pair.refused);
  });

  test.each(pairs)('keeps the line ends of $name', async pair => {
    const { text } = await fixWith(name, pair.file, toCrLf(pair.before));
    expect(text).toBe(toCrLf(pair.after));
  });

  test.each(pairs)('does the same to $name without types, or nothing', async pair => {
    const { text } = await fixWith(name, pair.file, pair.before, '--no-types');
    expect([pair.after, pair.before]).toContain(text);
  });

  test.each(pairs)('leaves the output of $name as it is', async pair => {
    const { text } = await fixWith(name, pair.file, pair.after);
    expect(text).toBe(pair.after);
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
