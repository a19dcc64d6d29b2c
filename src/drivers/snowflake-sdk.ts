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
    size: { name: 'max', default: 1 },
    acquireTimeout: { name: 'acquireTimeoutMillis', default: null },
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
