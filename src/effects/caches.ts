import { defineEffects } from './effect.ts';

/** Caches behind a network. Those that may as well be in memory are left out. */
export default defineEffects([
  {
    package: 'redis',
    modules: ['redis', '@redis/client'],
    waits: 'cache',
    // One client alone; a pool of clients is a driver's.
    calls: ['{createClient,createCluster,createSentinel}.().**'],
    // Version 3 calls back.
    callbacks: ['createClient.().*'],
    except: ['**.{on,once,off,addListener,removeListener,removeAllListeners}'],
  },
  {
    package: 'ioredis',
    waits: 'cache',
    calls: ['{,Redis.,Cluster.,Redis.Cluster.}new.**'],
    callbacks: ['{,Redis.,Cluster.,Redis.Cluster.}new.*'],
    except: ['**.{on,once,off,addListener,removeListener,removeAllListeners,disconnect,duplicate}'],
  },
  { package: 'iovalkey', waits: 'cache', calls: ['{,Redis.,Cluster.}new.**'] },
  {
    package: '@valkey/valkey-glide',
    waits: 'cache',
    calls: ['{GlideClient,GlideClusterClient}.{createClient,createClient.().*,new.*}'],
  },
  {
    package: '@upstash/redis',
    waits: 'cache',
    calls: ['Redis.{new,fromEnv.()}.**'],
  },
  {
    package: '@upstash/ratelimit',
    waits: 'cache',
    calls: ['Ratelimit.new.{limit,blockUntilReady,getRemaining}'],
  },
  { package: '@vercel/kv', waits: 'cache', calls: ['{kv,createClient.()}.**'] },
  {
    package: 'memcached',
    waits: 'cache',
    calls: [],
    callbacks: [
      '{new,Memcached.new}.{touch,get,gets,getMulti,set,replace,add,cas,append,prepend,incr,decr,del,flush}',
    ],
  },
  {
    package: 'memjs',
    waits: 'cache',
    calls: ['Client.create.().*', 'Client.new.*'],
  },
]);
