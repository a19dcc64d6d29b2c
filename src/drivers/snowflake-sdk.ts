import { defineDriver } from './driver.ts';

/** https://docs.snowflake.com/en/developer-guide/node-js/nodejs-driver-connect: a pool of `generic-pool`. */
export default defineDriver({
  package: 'snowflake-sdk',
  typings: ['snowflake-sdk', 'generic-pool', '@types/generic-pool'],
  pool: {
    type: 'Pool',
    create: ['createPool()'],
    acquire: [{ method: 'acquire', callback: 'none' }],
    scoped: [{ method: 'use', callback: 'first', handle: 'Connection' }],
    releaseByArgument: ['release', 'destroy'],
    close: ['drain', 'clear'],
    options: {
      argument: 1,
      size: { name: 'max', default: 1 },
      minimum: { name: 'min', default: 0 },
      timeouts: [
        { of: 'acquire', name: 'acquireTimeoutMillis', default: null, suggested: 5000 },
        { of: 'idle', name: 'idleTimeoutMillis', default: 30_000 },
      ],
    },
  },
  lease: {
    type: 'Connection',
    use: ['connect', 'connectAsync', 'execute', 'fetchResult', 'isValidAsync', 'getQueryStatus'],
    // Only the pool takes it back.
    release: [],
    inert: ['isUp', 'getId', 'serialize'],
    dispose: 'none',
  },
});
