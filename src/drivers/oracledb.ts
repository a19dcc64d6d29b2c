import { defineDriver } from './driver.ts';
import type { Acquire } from './driver.ts';

const getConnection: Acquire = { method: 'getConnection', callback: { error: 0, lease: 1 } };

/** https://node-oracledb.readthedocs.io: pooled and standalone connections have one type and one way to go back. */
export default defineDriver({
  package: 'oracledb',
  pool: {
    type: 'Pool',
    create: ['await createPool()'],
    acquire: [getConnection],
    close: ['close', 'terminate'],
    options: {
      size: { name: 'poolMax', default: 4 },
      minimum: { name: 'poolMin', default: 0 },
      timeouts: [
        { of: 'acquire', name: 'queueTimeout', default: 60_000 },
        { of: 'idle', name: 'poolTimeout', unit: 's', default: 60 },
        { of: 'lifetime', name: 'maxLifetimeSession', unit: 's', default: null, suggested: 1800 },
      ],
    },
  },
  module: { acquire: [getConnection], gives: { getPool: 'Pool' } },
  lease: {
    type: 'Connection',
    use: [
      'execute',
      'executeMany',
      'queryStream',
      'runPipeline',
      'commit',
      'rollback',
      'ping',
      'changePassword',
      'createLob',
      'directPathLoad',
      'getDbObjectClass',
      'getQueue',
      'getStatementInfo',
      'subscribe',
      'unsubscribe',
      'beginSessionlessTransaction',
      'resumeSessionlessTransaction',
      'suspendSessionlessTransaction',
    ],
    release: ['close', 'release'],
    inert: ['isHealthy', 'getSodaDatabase', 'appContext', 'clearAppContext'],
    dispose: 'rollback',
    disposeSince: '7.0.0',
  },
});
