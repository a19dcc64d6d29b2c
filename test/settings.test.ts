import { describe, expect, test } from 'vitest';
import { drivers as builtIn } from '../src/drivers/index.ts';
import { parseSettings, PoolSettingError } from '../src/settings.ts';
import type { PoolSettings } from '../src/settings.ts';

const place = 'settings.pool';

function refusal(settings: { readonly [Key in keyof PoolSettings]: unknown }): string {
  try {
    parseSettings(settings, place);
  } catch (error) {
    expect(error).toBeInstanceOf(PoolSettingError);
    return (error as PoolSettingError).message;
  }
  return 'accepted';
}

describe('nothing', () => {
  test('leaves every setting at its default', () => {
    expect(parseSettings(undefined, place)).toEqual(parseSettings({}, place));
    expect(parseSettings({}, place)).toEqual({
      drivers: builtIn,
      evidence: 'any',
      helpers: [],
      effects: [],
    });
  });
});

describe('helpers', () => {
  test('each says what it does; only one that acquires needs a driver', () => {
    const helpers = [
      { name: 'db.getClient', does: 'acquires', driver: 'pg' },
      { name: 'finish', does: 'releases' },
      { name: 'measure', does: 'borrows' },
    ];
    expect(parseSettings({ helpers }, place).helpers).toEqual(helpers);
  });

  test('one may acquire the lease of a driver in the same settings', () => {
    const own = {
      package: '@acme/postgres',
      pool: { type: 'Database', acquire: ['acquire'] },
      lease: { type: 'Session', use: ['run'], release: ['free'], dispose: 'none' },
    };
    const helpers = [{ name: 'openSession', does: 'acquires', driver: '@acme/postgres' }];
    expect(parseSettings({ drivers: [own], helpers }, place).helpers).toEqual(helpers);
  });

  test.each([
    [{}, 'settings.pool.helpers must be an array, not {}.'],
    [null, 'settings.pool.helpers must be an array, not null.'],
    [['getClient'], 'settings.pool.helpers[0] must be an object, not "getClient".'],
    [[null], 'settings.pool.helpers[0] must be an object, not null.'],
    [
      [{ nmae: 'getClient', does: 'borrows' }],
      "settings.pool.helpers[0] has an unknown key 'nmae'. Did you mean 'name'?",
    ],
    [
      [{ does: 'borrows' }],
      'settings.pool.helpers[0].name must be the name of a function, not undefined.',
    ],
    [
      [{ name: '', does: 'borrows' }],
      'settings.pool.helpers[0].name must be the name of a function, not "".',
    ],
    [
      [{ name: 'finish' }],
      'settings.pool.helpers[0].does must be one of acquires, releases, borrows, not undefined.',
    ],
    [
      [
        { name: 'finish', does: 'releases' },
        { name: 'getClient', does: 'acquire', driver: 'pg' },
      ],
      'settings.pool.helpers[1].does must be one of acquires, releases, borrows, not "acquire".',
    ],
    [
      [{ name: 'getClient', does: 'acquires', driver: 'postgre' }],
      'settings.pool.helpers[0].driver must be the package of a driver, not "postgre". Did you mean \'postgres\'?',
    ],
    [
      [{ name: 'getClient', does: 'acquires', driver: 1 }],
      'settings.pool.helpers[0].driver must be the package of a driver, not 1.',
    ],
    [
      [{ name: 'getClient', does: 'acquires' }],
      'settings.pool.helpers[0].driver must be the package of a driver, not undefined.',
    ],
  ])('%j is refused', (helpers, expected) => {
    expect(refusal({ helpers })).toBe(expected);
  });
});

describe('effects', () => {
  test('each says what a function waits for', () => {
    const effects = [
      { name: 'sendReport', waits: 'mail' },
      { name: 'mailer.send', waits: 'mail', module: '@acme/mailer' },
      { name: 'log', waits: 'nothing', module: './lib/log' },
    ];
    expect(parseSettings({ effects }, place).effects).toEqual(effects);
  });

  test.each([
    [{}, 'settings.pool.effects must be an array, not {}.'],
    [['send'], 'settings.pool.effects[0] must be an object, not "send".'],
    [[[]], 'settings.pool.effects[0] must be an object, not [].'],
    [
      [{ name: 'send', wait: 'mail' }],
      "settings.pool.effects[0] has an unknown key 'wait'. Did you mean 'waits'?",
    ],
    [
      [{ waits: 'mail' }],
      'settings.pool.effects[0].name must be the name of a function as it is called, not undefined.',
    ],
    [
      [{ name: 'send()', waits: 'mail' }],
      'settings.pool.effects[0].name must be the name of a function as it is called, not "send()".',
    ],
    [
      [{ name: 'send', waits: 'mail', module: '' }],
      'settings.pool.effects[0].module must be a package or the path of a file, not "".',
    ],
  ])('%j is refused', (effects, expected) => {
    expect(refusal({ effects })).toBe(expected);
  });

  test('the kinds are listed', () => {
    const message = refusal({ effects: [{ name: 'send', waits: 'mial' }] });
    expect(message).toMatch(
      /^settings\.pool\.effects\[0\]\.waits must be one of http, .*, nothing, not "mial"\. Did you mean 'mail'\?$/,
    );
  });
});
