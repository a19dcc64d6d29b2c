import { defineEffects } from './effect.ts';

/** Locks inside one process, and across several. */
export default defineEffects([
  {
    package: 'async-mutex',
    waits: 'lock',
    calls: [
      '{Mutex,Semaphore,MutexInterface,SemaphoreInterface}.new.{acquire,runExclusive,waitForUnlock}',
      'withTimeout.().{acquire,runExclusive,waitForUnlock}',
    ],
  },
]);
