import { defineDriver } from './driver.ts';
import { optionsOfPg } from './options-of-pg.ts';
import { listening } from './listening.ts';

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
      gives: { $pool: 'IPool' },
      options: optionsOfPg,
    },
    // The `pg` pool inside.
    {
      type: 'IPool',
      create: [],
      acquire: [{ method: 'connect', lease: 'IClient', callback: 'none' }],
      close: ['end'],
    },
  ],
  lease: [
    {
      type: 'IConnected',
      use: [...statements, 'batch', 'page', 'sequence'],
      release: ['done'],
      releasesAtOnce: true,
      transaction: {},
      scoped: scopes,
      dispose: 'none',
    },
    {
      type: 'ITask',
      use: [...statements, 'batch', 'page', 'sequence'],
      release: [],
      releasesAtOnce: true,
      scoped: scopes,
      dispose: 'none',
    },
    {
      type: 'IClient',
      use: ['query'],
      release: ['release'],
      releasesAtOnce: true,
      transaction: {},
      inert: listening,
      dispose: 'none',
    },
  ],
});
