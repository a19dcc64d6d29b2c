import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readEnvironment } from '../../../src/runtime/register/environment.ts';

/** Makes a pool of each library and says whose methods are ours. None connects. */
const body = `
const memory = { create: async () => ({}), destroy: async () => {} };
const own = (pool, method) => Object.hasOwn(pool, method);
const mariadbPool = mariadb.createPool({ host: '127.0.0.1', port: 1, connectionLimit: 1, initializationTimeout: 50, acquireTimeout: 50 });
mariadbPool.on('error', () => {});
mariadbPool.getConnection().catch(() => {});
const redisPool = redis.createClientPool({});
redisPool.execute(() => {}).catch(() => {});
const tarnPool = new tarn.Pool({ ...memory, min: 0, max: 1 });
console.log(JSON.stringify({
  pg: own(new pg.Pool(), 'connect'),
  mysql2: own(mysql2.createPool({}), 'getConnection'),
  promises: own(mysql2Promise.createPool({}), 'getConnection'),
  mariadb: own(mariadbPool, 'getConnection'),
  genericPool: own(genericPool.createPool(memory), 'acquire'),
  tarn: own(tarnPool, 'acquire'),
  instance: tarnPool instanceof tarn.Pool && new pg.Pool() instanceof pg.Pool,
  sequelize: own(new sequelizePool.Pool({ ...memory, validate: () => true, min: 0, max: 1 }), 'acquire'),
  redis: own(redisPool, 'execute'),
}));
process.exit();
`;

const names = {
  pg: 'pg',
  mysql2: 'mysql2',
  mysql2Promise: 'mysql2/promise',
  mariadb: 'mariadb',
  genericPool: 'generic-pool',
  tarn: 'tarn',
  sequelizePool: 'sequelize-pool',
  redis: 'redis',
};

test.each([
  [
    'imported',
    'module',
    ([name, from]: [string, string]) =>
      `import ${name === 'redis' ? '* as redis' : name} from '${from}';`,
  ],
  [
    'required',
    'commonjs',
    ([name, from]: [string, string]) => `const ${name} = require('${from}');`,
  ],
])('pools of libraries that are %s are watched', (_, type, load) => {
  const code = Object.entries(names).map(load).join('\n') + body;
  const args = [
    '--import',
    resolve('dist/runtime/register.js'),
    `--input-type=${type}`,
    '-e',
    code,
  ];
  const { stdout, stderr } = spawnSync(process.env['POOL_TEST_NODE'] ?? process.execPath, args, {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const found: unknown = stdout === '' ? stderr : JSON.parse(stdout);
  const all = [
    'pg',
    'mysql2',
    'promises',
    'mariadb',
    'genericPool',
    'tarn',
    'instance',
    'sequelize',
    'redis',
  ];
  expect(found).toEqual(Object.fromEntries(all.map(name => [name, true])));
});

test('variables are read, and refused when they mean nothing', () => {
  expect(
    readEnvironment({ POOL_WATCH_IDLE_MS: '500', POOL_WATCH_WARN: '0' }).detector,
  ).toMatchObject({ idleMs: 500, warn: false, sampling: { every: 1 } });
  expect(() => readEnvironment({ POOL_WATCH_SAMPLE: 'often' })).toThrow(
    "POOL_WATCH_SAMPLE is 'often'; it must be a number above 0.",
  );
});
