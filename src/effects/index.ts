// Written by `npm run generate`.
import type { EffectSource } from './effect.ts';
import ai from './ai.ts';
import bodies from './bodies.ts';
import caches from './caches.ts';
import clouds from './clouds.ts';
import files from './files.ts';
import globals from './globals.ts';
import hashes from './hashes.ts';
import http from './http.ts';
import httpApis from './http-apis.ts';
import input from './input.ts';
import locks from './locks.ts';
import mail from './mail.ts';
import messages from './messages.ts';
import node from './node.ts';
import payments from './payments.ts';
import processes from './processes.ts';
import queues from './queues.ts';
import timers from './timers.ts';

/** All work that is known to be foreign, in the order of the files. */
export const effects: readonly EffectSource[] = [
  ...ai,
  ...bodies,
  ...caches,
  ...clouds,
  ...files,
  ...globals,
  ...hashes,
  ...http,
  ...httpApis,
  ...input,
  ...locks,
  ...mail,
  ...messages,
  ...node,
  ...payments,
  ...processes,
  ...queues,
  ...timers,
];
