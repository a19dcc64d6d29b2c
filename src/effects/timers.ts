import { defineEffects } from './effect.ts';

/** Packages that only wait. */
export default defineEffects([
  { package: 'delay', waits: 'timer', calls: ['{default,rangeDelay,range}'] },
  { package: 'sleep-promise', waits: 'timer', calls: ['default'] },
  { package: 'bluebird', waits: 'timer', calls: ['delay', 'Promise.delay'] },
]);
