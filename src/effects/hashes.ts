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
  { package: '@node-rs/bcrypt', waits: 'hash', calls: ['{compare,genSalt,hash,verify}'] },
  {
    package: 'argon2',
    modules: ['argon2', '@node-rs/argon2'],
    waits: 'hash',
    calls: ['{hash,verify}'],
  },
  {
    package: 'scrypt-kdf',
    waits: 'hash',
    calls: ['{kdf,verify}'],
  },
]);
