import { describe, expect, test } from 'vitest';
import type { TypeOracle } from '../../src/evidence/type-oracle.ts';
import { walk } from '../../src/source/walk.ts';
import { open } from './ask.ts';
import type { Files } from './ask.ts';

function exhaustive(files: Files | string, types?: () => TypeOracle | undefined) {
  const { evidence, file } = open(files, 'oxc', types);
  const answers: (boolean | undefined)[] = [];
  walk(file.program, node => {
    if (node.type === 'SwitchStatement') answers.push(evidence.exhaustive(file, node));
  });
  return answers;
}

function never(files: Files | string, types?: () => TypeOracle | undefined) {
  const { evidence, file } = open(files, 'oxc', types);
  const answers: boolean[] = [];
  walk(file.program, node => {
    if (node.type === 'CallExpression') answers.push(evidence.isNever(file, node));
  });
  return answers;
}

describe('exhaustive', () => {
  const all = `{ case 'a': f(); break; case 'b': f(); }`;

  test.each([
    ['a default', `switch (x) { default: }`, true],
    ['a union', `declare const x: 'a' | 'b'; switch (x) ${all}`, true],
    ['a parameter', `function f(x: 'a' | 'b') { switch (x) ${all} }`, true],
    ['an alias', `type K = 'a' | 'b'; declare const x: K; switch (x) ${all}`, true],
    [
      'nested aliases',
      `type A = 'a'; type K = A | 'b'; declare const x: K; switch (x) ${all}`,
      true,
    ],
    ['a missing value', `declare const x: 'a' | 'b' | 'c'; switch (x) ${all}`, false],
    ['undefined', `declare const x: 'a' | 'b' | undefined; switch (x) ${all}`, false],
    ['a string', `declare const x: string; switch (x) ${all}`, undefined],
    ['a string too', `declare const x: 'a' | string; switch (x) ${all}`, undefined],
    ['nothing declared', `switch (x) ${all}`, undefined],
    ['a boolean', `declare const x: boolean; switch (x) { case true: case false: }`, true],
    ['numbers', `declare const x: 1 | 2; switch (x) { case 1: case 2: }`, true],
    ['null', `declare const x: 1 | null; switch (x) { case 1: case null: }`, true],
    ['a member', `interface E { k: 'a' | 'b' } declare const e: E; switch (e.k) ${all}`, true],
    [
      'a tagged union',
      `interface A { k: 'a' } interface B { k: 'b' } declare const e: A | B; switch (e.k) ${all}`,
      true,
    ],
    [
      'a tagged union with one part open',
      `interface A { k: 'a' } interface B { k: string } declare const e: A | B; switch (e.k) ${all}`,
      undefined,
    ],
    ['destructured', `function f({ k }: { k: 'a' | 'b' }) { switch (k) ${all} }`, true],
    [
      'an enum',
      `enum E { A, B = 'b' } declare const e: E; switch (e) { case E.A: case E.B: }`,
      true,
    ],
    ['a missing member', `enum E { A, B } declare const e: E; switch (e) { case E.A: }`, false],
  ])('%s', (_, code, expected) => {
    expect(exhaustive(code)).toEqual([expected]);
  });

  test('a union of another file', () => {
    const files = {
      '/app/main.ts': `import type { K } from './k'; function f(x: K) { switch (x) ${all} }`,
      '/app/k.ts': `type A = 'a'; export type K = A | 'b';`,
    };
    expect(exhaustive(files)).toEqual([true]);
  });

  test('types answer what syntax leaves open, in one question a file', () => {
    const questions: number[] = [];
    const types = (): TypeOracle => ({
      typesAt: () => [],
      areNever: () => [],
      literalsAt: (_, ranges) => {
        questions.push(ranges.length);
        return ranges.map((__, index) => (index === 0 ? ['a', 'b'] : undefined));
      },
    });
    expect(exhaustive(`switch (x()) ${all} switch (y()) ${all}`, types)).toEqual([true, undefined]);
    expect(questions).toEqual([6]);
  });
});

describe('never', () => {
  test.each([
    ['declared', `function fail(): never { throw 1; } fail();`, true],
    ['a signature', `declare function fail(m: string): never; fail('x');`, true],
    ['a function type', `const fail: (m: string) => never = m => { throw m; }; fail('x');`, true],
    ['a method', `class A { fail(): never { throw 1; } f() { this.fail(); } }`, true],
    ['another return type', `function f(): void {} f();`, false],
    ['no return type', `function fail() { throw 1; } fail();`, false],
    ['unknown', `import { notFound } from 'next/navigation'; notFound();`, false],
  ])('%s', (_, code, expected) => {
    expect(never(code)).toEqual([expected]);
  });

  test('of another file', () => {
    const files = {
      '/app/main.ts': `import { fail } from './fail'; fail();`,
      '/app/fail.ts': `export function fail(): never { throw 1; }`,
    };
    expect(never(files)).toEqual([true]);
  });

  test('types are asked for calls that could be, in one question a file', () => {
    const questions: number[] = [];
    const types = (): TypeOracle => ({
      typesAt: () => [],
      literalsAt: () => [],
      areNever: (_, calls) => {
        questions.push(calls.length);
        return calls.map(() => true);
      },
    });
    const code = `import { notFound, x } from 'next'; console.log(1); notFound(); const y = x(); x();`;
    expect(never(code, types)).toEqual([false, true, false, true]);
    expect(questions).toEqual([2]);
  });
});
