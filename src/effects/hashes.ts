import { defineEffects } from './effect.ts';

/** Hashing of passwords, which is slow by design. */
export default defineEffects([
  {
    package: 'bcrypt',
    modules: ['bcrypt', 'bcryptjs'],
    waits: 'hash',
    calls: ['{compare,genSalt,hash}'],
    callbacks: ['{compare,genSalt,hash}'],
  },
]);
