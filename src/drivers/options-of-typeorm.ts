import { queueOfMysql } from './options-of-mysql.ts';
import { timeoutsOfPg } from './options-of-pg.ts';
import type { PoolChange, PoolOptions } from './pool-options.ts';

const postgres: PoolChange = {
  size: { name: 'poolSize', over: ['extra.max'], default: 10, zero: 'unset' },
  minimum: { name: 'extra.min', default: 0 },
  timeouts: [
    {
      of: 'acquire',
      name: 'connectTimeoutMS',
      over: ['extra.connectionTimeoutMillis'],
      default: null,
      suggested: 5000,
    },
    ...timeoutsOfPg('extra.').filter(({ of }) => of !== 'acquire' && of !== 'connect'),
  ],
};

const mysql: PoolChange = {
  size: {
    name: 'poolSize',
    over: ['extra.connectionLimit', 'extra.poolSize'],
    default: 10,
    zero: 'unlimited',
  },
  timeouts: [queueOfMysql('extra.'), { of: 'connect', name: 'connectTimeout', default: 10_000 }],
  // Handed on to mysql2, which only logs that it does not know it.
  ignored: ['acquireTimeout', 'extra.acquireTimeout'],
};

const mssql: PoolChange = {
  size: { name: 'pool.max', over: ['extra.pool.max'], default: 10 },
  minimum: { name: 'pool.min', default: 0 },
  timeouts: [{ of: 'acquire', name: 'pool.acquireTimeoutMillis', default: 30_000 }],
};

/** https://typeorm.io/docs/data-source/data-source-options: handed on to the database's own pool. */
export const optionsOfTypeorm: PoolOptions = {
  // Without a `type` in sight its default is nobody's.
  size: { name: 'poolSize', over: ['extra.max', 'extra.connectionLimit', 'extra.poolMax'] },
  by: {
    option: 'type',
    of: {
      postgres,
      cockroachdb: postgres,
      mysql,
      mariadb: mysql,
      mssql,
      oracle: {
        size: { name: 'poolSize', over: ['extra.poolMax'], default: 4 },
        timeouts: [{ of: 'acquire', name: 'extra.queueTimeout', default: 60_000 }],
      },
      mongodb: {
        size: { name: 'poolSize', over: ['maxPoolSize', 'extra.maxPoolSize'], default: 100 },
      },
      sqlite: null,
      'better-sqlite3': null,
      sqljs: null,
      cordova: null,
      expo: null,
      capacitor: null,
      nativescript: null,
      'react-native': null,
    },
  },
};
