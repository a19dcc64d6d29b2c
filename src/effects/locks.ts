import { defineEffects } from './effect.ts';

const waiting = '{acquire,runExclusive,waitForUnlock}';

/** Locks inside one process, and across several. */
export default defineEffects([
  {
    package: 'async-mutex',
    waits: 'lock',
    calls: [
      `{Mutex,Semaphore,MutexInterface,SemaphoreInterface}.new.${waiting}`,
      `withTimeout.().${waiting}`,
    ],
  },
  { package: 'await-lock', waits: 'lock', calls: ['{,AwaitLock.}new.acquireAsync'] },
  {
    package: 'async-lock',
    waits: 'lock',
    calls: ['{new,AsyncLock.new}.acquire'],
  },
  { package: 'p-mutex', waits: 'lock', calls: ['new.{lock,withLock}'] },
  { package: 'async-sema', waits: 'lock', calls: ['Sema.new.{acquire,drain,v}', 'RateLimit.()'] },
  {
    package: 'redlock',
    waits: 'lock',
    calls: [
      '{new,Redlock.new}.{acquire,extend,lock,release,unlock,using}',
      '**.{acquire,lock}.().*',
    ],
  },
  {
    package: 'proper-lockfile',
    waits: 'lock',
    calls: ['{lock,unlock,check}', 'lock.()'],
  },
]);
