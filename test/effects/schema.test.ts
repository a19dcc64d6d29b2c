import { describe, expect, test } from 'vitest';
import { effectKinds } from '../../src/effects/effect.ts';
import type { EffectSource } from '../../src/effects/effect.ts';
import { effects } from '../../src/effects/index.ts';
import { EffectPatternError, isFitting, parsePatterns } from '../../src/effects/pattern.ts';

describe('effects', () => {
  test('are plain JSON', () => {
    expect(JSON.parse(JSON.stringify(effects))).toEqual(effects);
  });

  test('describe each package once', () => {
    expect(twice(effects.map(source => source.package))).toEqual([]);
  });

  test('have every kind', () => {
    const kinds = effects.flatMap(source => [source.waits, ...itsCalls(source).map(kindOf)]);
    // What an iterable waits for no package says, but the analysis.
    expect(effectKinds.filter(kind => !kinds.includes(kind))).toEqual(['iterable']);
  });

  test.each(effects)('of $package have patterns that can be read, each once', source => {
    const { calls, callbacks = [], iterables = [], except = [] } = source;
    for (const texts of [calls.map(pathOf), callbacks.map(pathOf), iterables.map(pathOf), except]) {
      const patterns = texts.flatMap(parsePatterns).map(pattern => pattern.join('.'));
      expect(twice(patterns)).toEqual([]);
    }
    expect(calls.length + callbacks.length + iterables.length).toBeGreaterThan(0);
  });

  test.each(effects)('of $package have a kind of their own where they have one', source => {
    expect(itsCalls(source).filter(call => kindOf(call) === source.waits)).toEqual([]);
  });
});

describe('patterns', () => {
  test.each([
    ['default', '', true],
    ['default', 'get', false],
    ['get', 'get', true],
    ['get', 'get.()', false],
    ['*.get', 'client.get', true],
    ['*.get', 'get', false],
    ['new.**', 'new', true],
    ['new.**', 'new.a.().b', true],
    ['new.**', 'X.new.a', false],
    ['**.send', 'send', true],
    ['**.send', 'a.().send', true],
    ['**.send', 'a.send.()', false],
    ['**.hooks.**', 'new.hooks.verify', true],
    ['**.hooks.**', 'new.verify', false],
    ['{,X.}new.{a,b}', 'new.b', true],
    ['{,X.}new.{a,b}', 'X.new.a', true],
    ['{,X.}new.{a,b}', 'X.new.c', false],
    ['{a,{b,c}.d}', 'c.d', true],
  ])('%s fits %s: %s', (text, path, expected) => {
    const segments = path === '' ? [] : path.split('.');
    expect(parsePatterns(text).some(pattern => isFitting(pattern, segments))).toBe(expected);
  });

  test.each([
    ['', "The pattern '' has a segment ''."],
    ['a..b', "The pattern 'a..b' has a segment ''."],
    ['get()', "The pattern 'get()' has a segment 'get()'."],
    ['default.get', "The pattern 'default.get' has a segment 'default'."],
    ['get*', "The pattern 'get*' has a segment 'get*'."],
    ['{a,b', "The pattern '{a,b' has a segment '{a,b'."],
  ])('%j is refused', (text, message) => {
    expect(() => parsePatterns(text)).toThrow(new EffectPatternError(message));
  });
});

type OwnKind = Exclude<EffectSource['calls'][number], string>;

function itsCalls({ calls, callbacks = [], iterables = [] }: EffectSource): readonly OwnKind[] {
  return [...calls, ...callbacks, ...iterables].filter(call => typeof call !== 'string');
}

function kindOf({ waits }: OwnKind): string {
  return waits;
}

function pathOf(call: EffectSource['calls'][number]): string {
  return typeof call === 'string' ? call : call.path;
}

function twice(names: readonly string[]): readonly string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}
