import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { glanceAt, WordList } from '../../src/source/sketch/glance.ts';
import { isParseFailure, parseFile } from '../../src/source/parse.ts';
import { sketchOf } from '../../src/source/sketch/read-sketch.ts';

const root = join(import.meta.dirname, '../..');

/** Real code of all sorts: the fixtures, and the sources of this project. */
function texts(): readonly (readonly [path: string, text: string])[] {
  return ['fixtures', 'src'].flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter(path => /\.[cm]?[jt]sx?$/.test(path))
      .map(path => [path, readFileSync(join(root, folder, path), 'utf8')] as const),
  );
}

/** What the syntax tree of a text imports and exports from. */
function specifiersIn(path: string, text: string): readonly string[] {
  const file = parseFile(path, text);
  if (isParseFailure(file)) return [];
  return file.program.body.flatMap(statement =>
    'source' in statement && statement.source ? [String(statement.source.value)] : [],
  );
}

test('a glance has every word that a sketch has, and every specifier', () => {
  const missing = texts().flatMap(([path, text]) => {
    const glance = glanceAt(text);
    const { calls, aliases, capitalized } = sketchOf(text);
    const words = [...calls.keys(), ...aliases.keys()].map(name => name.replace('.', ''));
    const absent = [...words, ...capitalized].filter(word => !new WordList([word]).isIn(glance));
    const specifiers = specifiersIn(path, text).filter(one => !glance.specifiers.has(one));
    return [...absent, ...specifiers].map(word => `${path}: ${word}`);
  });
  expect(missing).toEqual([]);
});

test('a word that is not there is not found', () => {
  const found = texts().filter(([, text]) => {
    const word = 'connectNowhereAtAll';
    return !text.includes(word) && new WordList([word]).isIn(glanceAt(text));
  });
  expect(found).toEqual([]);
});

test.each([
  ['run()', true],
  ['db.run()', true],
  ['run ()', true],
  ['run<Order>()', true],
  ['run`x`', true],
  ['run?.()', true],
  ['run!()', true],
  ['runs()', false],
  ['run;', false],
  ['run, other()', false],
])('%s calls `run`: %s', (text, isCalled) => {
  const list = new WordList(['run']);
  expect(list.isCalledIn(glanceAt(text))).toBe(isCalled);
});

test.each([
  [`import { Pool } from 'pg'`, ['pg']],
  [`import "./setup"`, ['./setup']],
  [`export * from './a';export {b}from"./b"`, ['./a', './b']],
  [`const pg = require('pg'), fs = require( "fs" )`, ['pg', 'fs']],
  [`await import(/* webpackChunkName: "x" */ './late')`, ['./late']],
  [`import x = require('x')`, ['x']],
  [`const from = 'there';\nArray.from('letters')`, ['letters']],
  [`import('./a' + name)`, ['./a']],
  [`require(name); from`, []],
])('%s imports %j', (text, specifiers) => {
  expect([...glanceAt(text).specifiers]).toEqual(specifiers);
});

test.each([
  [`export * from './a'`, true],
  [`export*from"./a"`, true],
  [`import a = require('./a'); export = a;`, true],
  [`export const a = b * c;`, false],
])('%s passes on what another file exports: %s', (text, passesOn) => {
  expect(glanceAt(text).passesOn).toBe(passesOn);
});

test('the words behind an at sign are marks', () => {
  const text = '/** @acquires pg PoolClient */ @Injectable() class A {} // me@host';
  expect([...glanceAt(text).marks]).toEqual(['acquires', 'Injectable', 'host']);
});

test('many words fit', () => {
  const words = Array.from({ length: 5000 }, (_, index) => `word${index}`);
  const glance = glanceAt(words.join(' '));
  expect(words.filter(word => !new WordList([word]).isIn(glance))).toEqual([]);
  expect(new WordList(['word5000', 'word']).isIn(glance)).toBe(false);
});
