import { defineDriver } from './driver.ts';

const statements = [
  'query',
  'none',
  'one',
  'oneOrNone',
  'many',
  'manyOrNone',
  'any',
  'result',
  'multi',
  'multiResult',
  'stream',
  'func',
  'proc',
  'map',
  'each',
];

const scopes = ['task', 'taskIf', 'tx', 'txIf'].map(method => ({ method, handle: 'ITask' }));

/** https://vitaly-t.github.io/pg-promise: the module makes a library, and the library makes databases. */
export default defineDriver({
  package: 'pg-promise',
  pool: [
    {
      type: 'IMain',
      create: ['default()'],
      gives: { '()': 'IDatabase' },
      close: ['end'],
    },
    {
      type: 'IDatabase',
      create: [],
      acquire: [{ method: 'connect', callback: 'none' }],
      oneShot: statements,
      scoped: scopes,
      gives: { $pool: 'pg#Pool' },
      size: { name: 'max', default: 10 },
      // 0 and undefined both wait for ever.
      acquireTimeout: { name: 'connectionTimeoutMillis', default: null },
    },
  ],
  lease: [
    {
      type: 'IConnected',
      use: [...statements, 'batch', 'page', 'sequence'],
      release: ['done'],
      scoped: scopes,
      dispose: 'none',
    },
    {
      type: 'ITask',
      use: [...statements, 'batch', 'page', 'sequence'],
      release: [],
      scoped: scopes,
      dispose: 'none',
    },
  ],
});
