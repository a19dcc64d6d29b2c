import { defineDriver } from './driver.ts';
import type { PoolType } from './driver.ts';

const pool: Omit<PoolType, 'type'> = {
  create: [],
  oneShot: ['sendCommand', 'multi', 'MULTI'],
  scoped: [{ method: 'execute', callback: 'first', handle: 'RedisClientType' }],
  gives: {
    connect: 'RedisClientPoolType',
    withCommandOptions: 'RedisClientPoolType',
    withTypeMapping: 'RedisClientPoolType',
    withAbortSignal: 'RedisClientPoolType',
    asap: 'RedisClientPoolType',
  },
  close: ['close', 'destroy'],
  options: {
    argument: 1,
    isPrivate: true,
    size: { name: 'maximum', default: 100 },
    minimum: { name: 'minimum', default: 1 },
    timeouts: [{ of: 'acquire', name: 'acquireTimeout', default: 3000 }],
  },
  failsAloud: true,
};

/** https://github.com/redis/node-redis/blob/master/docs/pool.md, 5 and later. One client alone is no pool. */
export default defineDriver({
  package: 'redis',
  modules: ['redis', '@redis/client'],
  pool: [
    { ...pool, type: 'RedisClientPoolType', create: ['createClientPool()'] },
    { ...pool, type: 'RedisClientPool', create: ['RedisClientPool.create()'] },
  ],
  // https://github.com/redis/node-redis#auto-pipelining
  lease: { type: 'RedisClientType', use: ['*'], release: [], pipelines: true, dispose: 'none' },
});
