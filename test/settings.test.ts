import { describe, expect, test } from 'vitest';
import { drivers as builtIn } from '../src/drivers/index.ts';
import { parseSettings, PoolSettingError, type SettingsPlace } from '../src/settings.ts';

const place = { file: 'pool.config.json', path: '' };

function refusal(value: unknown, where: SettingsPlace): string {
  try {
    parseSettings(value, where);
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
      suggestions: undefined,
      effects: [],
      budget: {},
      deployment: {},
    });
  });
});

describe('where the code runs', () => {
  test('copies may stand among the settings of the budget', () => {
    const said = { cores: 16, max: 20, pooler: 'transaction' };
    const { deployment } = parseSettings({ ...said, budget: { instances: 3 } }, place);
    expect(deployment).toEqual({ ...said, instances: 3 });
    expect(parseSettings({ budget: { instances: { web: 3 } } }, place).deployment).toEqual({});
  });

  test.each([
    [{ cores: 0 }, 'In pool.config.json: `cores` must be a whole number above 0, not 0.'],
    [{ max: '20' }, "In pool.config.json: `max` must be a whole number above 0, not '20'."],
    [
      { pooler: 'session' },
      "In pool.config.json: `pooler` must be 'transaction', 'statement' or 'none', not 'session'.",
    ],
  ])('%j is refused', (value, message) => {
    expect(refusal(value, place)).toBe(message);
  });
});

test('suggestions are made, made unchecked, or not made', () => {
  for (const suggestions of [true, false, 'unchecked']) {
    expect(parseSettings({ suggestions }, place).suggestions).toBe(suggestions);
  }
  const expected = /`suggestions` must be true, false or 'unchecked', not 'no'\.$/;
  expect(refusal({ suggestions: 'no' }, place)).toMatch(expected);
});

describe('ambientTransactions', () => {
  test('marks the drivers it names, and no other', () => {
    const { drivers } = parseSettings({ ambientTransactions: ['sequelize'] }, place);
    const marked = drivers.filter(driver => driver.ambient === true);
    expect(marked.map(driver => driver.package)).toEqual(['sequelize']);
    expect(drivers).toHaveLength(builtIn.length);
  });

  test.each([
    ['sequelize', "`ambientTransactions` must be an array of database packages, not 'sequelize'."],
    [['sequelise'], /^In pool\.config\.json: `ambientTransactions\[0\]` must be .*'sequelize'/],
  ])('%j is refused', (ambientTransactions, expected) => {
    const message = refusal({ ambientTransactions }, place);
    if (expected instanceof RegExp) expect(message).toMatch(expected);
    else expect(message).toContain(expected);
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
    [{}, '`helpers` must be an array, not {}.'],
    [null, '`helpers` must be an array, not null.'],
    [['getClient'], "`helpers[0]` must be an object, not 'getClient'."],
    [[null], '`helpers[0]` must be an object, not null.'],
    [
      [{ nmae: 'getClient', does: 'borrows' }],
      "`helpers[0]` has an unknown key 'nmae'. Did you mean 'name'?",
    ],
    [[{ does: 'borrows' }], '`helpers[0].name` is missing. It must be the name of a function.'],
    [[{ name: '', does: 'borrows' }], "`helpers[0].name` must be the name of a function, not ''."],
    [
      [{ name: 'finish' }],
      "`helpers[0].does` is missing. It must be 'acquires', 'releases' or 'borrows'.",
    ],
    [
      [
        { name: 'finish', does: 'releases' },
        { name: 'getClient', does: 'acquire', driver: 'pg' },
      ],
      "`helpers[1].does` must be 'acquires', 'releases' or 'borrows', not 'acquire'. Did you mean 'acquires'?",
    ],
    [
      [{ name: 'getClient', does: 'acquires', driver: 'postgre' }],
      "`helpers[0].driver` must be the package of a driver, not 'postgre'. Did you mean 'postgres'?",
    ],
    [
      [{ name: 'getClient', does: 'acquires', driver: 1 }],
      '`helpers[0].driver` must be the package of a driver, not 1.',
    ],
    [
      [{ name: 'getClient', does: 'acquires' }],
      '`helpers[0].driver` is missing. It must be the package of a driver.',
    ],
  ])('%j is refused', (helpers, expected) => {
    expect(refusal({ helpers }, place)).toBe(`In pool.config.json: ${expected}`);
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
    [{}, '`effects` must be an array, not {}.'],
    [['send'], "`effects[0]` must be an object, not 'send'."],
    [[[]], '`effects[0]` must be an object, not [].'],
    [
      [{ name: 'send', wait: 'mail' }],
      "`effects[0]` has an unknown key 'wait'. Did you mean 'waits'?",
    ],
    [
      [{ waits: 'mail' }],
      '`effects[0].name` is missing. It must be the name of a function as it is called.',
    ],
    [
      [{ name: 'send()', waits: 'mail' }],
      "`effects[0].name` must be the name of a function as it is called, not 'send()'.",
    ],
    [
      [{ name: 'send', waits: 'mail', module: '' }],
      "`effects[0].module` must be a package or the path of a file, not ''.",
    ],
  ])('%j is refused', (effects, expected) => {
    expect(refusal({ effects }, place)).toBe(`In pool.config.json: ${expected}`);
  });

  test('the kinds are listed', () => {
    const message = refusal({ effects: [{ name: 'send', waits: 'mial' }] }, place);
    expect(message).toMatch(
      /`effects\[0\]\.waits` must be 'http', .* or 'nothing', not 'mial'\. Did you mean 'mail'\?$/,
    );
  });
});

describe('a mistake is named by its file and its place in there', () => {
  const wrong = { helpers: [{ name: 1 }] };
  const mistake = 'must be the name of a function, not 1.';

  test.each([
    [place, `In pool.config.json: \`helpers[0].name\` ${mistake}`],
    [
      { file: 'package.json', path: 'pool' },
      `In package.json: \`pool.helpers[0].name\` ${mistake}`,
    ],
    [
      { file: "ESLint's configuration", path: 'settings.pool' },
      `In ESLint's configuration: \`settings.pool.helpers[0].name\` ${mistake}`,
    ],
  ])('%j', (where, expected) => {
    expect(refusal(wrong, where)).toBe(expected);
  });

  test('even where the whole is wrong', () => {
    expect(refusal([], place)).toBe('In pool.config.json: its content must be an object, not [].');
  });
});
