// Written by `npm run generate`.
import type { EffectSource } from './effect.ts';
import globals from './globals.ts';
import hashes from './hashes.ts';
import http from './http.ts';
import locks from './locks.ts';
import mail from './mail.ts';
import node from './node.ts';
import payments from './payments.ts';
import queues from './queues.ts';

/** All work that is known to be foreign, in the order of the files. */
export const effects: readonly EffectSource[] = [
  ...globals,
  ...hashes,
  ...http,
  ...locks,
  ...mail,
  ...node,
  ...payments,
  ...queues,
];
