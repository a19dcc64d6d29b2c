import { describe, expect, test } from 'vitest';
import { wordsOf } from '../../src/effects/effect.ts';
import type { EffectSource } from '../../src/effects/effect.ts';
import { effects } from '../../src/effects/index.ts';
import { effectOf, hasEffects } from '../../src/effects/match.ts';
import type { EffectUse } from '../../src/effects/match.ts';

/** What a call of a path with dots waits for; the empty text is the module itself. */
function kindOf(specifier: string, path: string, use?: EffectUse): string | undefined {
  return effectOf(effects, specifier, path === '' ? [] : path.split('.'), use)?.kind;
}

describe('calls', () => {
  test.each([
    ['global', 'fetch', 'http'],
    ['global', 'fetch.().json', 'body'],
    ['global', 'structuredClone', undefined],
    ['axios', '', 'http'],
    ['axios', 'get', 'http'],
    ['axios', 'create.().post', 'http'],
    ['axios', 'AxiosInstance.new.get', 'http'],
    ['axios', 'create', undefined],
    ['axios', 'isAxiosError', undefined],
    ['bullmq', 'Queue.new.add', 'queue'],
    ['async-mutex', 'Mutex.new.runExclusive', 'lock'],
    ['async-mutex', 'Mutex.new.isLocked', undefined],
    ['bcrypt', 'hash', 'hash'],
    ['nodemailer', 'createTransport.().sendMail', 'mail'],
    ['nodemailer', 'createTransport', undefined],
    ['stripe', 'new.paymentIntents.create', 'payment'],
    ['stripe', '().customers.list.().autoPagingToArray', 'payment'],
    ['stripe', 'new.webhooks.constructEventAsync', undefined],
    ['node:fs', 'promises.readFile', 'file'],
    ['node:fs', 'readFile', undefined],
    ['node:fs/promises', 'readFile', 'file'],
    ['node:timers/promises', 'setTimeout', 'timer'],
    ['lodash', 'get', undefined],
  ])('%s %s waits for %s', (specifier, path, kind) => {
    expect(kindOf(specifier, path)).toBe(kind);
  });
});

describe('callbacks', () => {
  test.each([
    ['global', 'setTimeout', 'timer'],
    ['node:fs', 'readFile', 'file'],
    ['node:https', 'get', 'http'],
    ['node:fs', 'readFileSync', undefined],
  ])('%s %s waits for %s', (specifier, path, kind) => {
    expect(kindOf(specifier, path, 'callbacks')).toBe(kind);
  });

  test('are not awaited', () => {
    expect(kindOf('global', 'setTimeout')).toBeUndefined();
  });
});

describe('one source among several', () => {
  const wide: EffectSource = {
    package: '@acme/*',
    modules: ['@acme/*'],
    waits: 'cloud',
    calls: ['*.new.send'],
  };
  const narrow: EffectSource = { package: '@acme/queue', waits: 'queue', calls: ['**.send'] };
  const sources = [wide, narrow];

  test('for one module stands before one for many', () => {
    const path = ['Client', 'new', 'send'];
    expect(effectOf(sources, '@acme/queue', path)).toEqual({ source: narrow, kind: 'queue' });
    expect(effectOf(sources, '@acme/files', path)).toEqual({ source: wide, kind: 'cloud' });
    expect(effectOf(sources, '@other/files', path)).toBeUndefined();
  });

  test('knows its modules', () => {
    expect(hasEffects(sources, '@acme/files')).toBe(true);
    expect(hasEffects(sources, 'acme')).toBe(false);
  });
});

test('kinds have words', () => {
  expect(wordsOf('http')).toBe('an HTTP request');
});
