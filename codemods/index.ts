// Written by `npm run generate`.
import type { Codemod } from '../src/codemod.ts';
import awaitUsing from './await-using.ts';
import errorHandler from './error-handler.ts';
import hoistPool from './hoist-pool.ts';
import moveAwaitOut from './move-await-out.ts';
import pinClient from './pin-client.ts';
import poolOptions from './pool-options.ts';
import poolQuery from './pool-query.ts';
import releaseInCallbacks from './release-in-callbacks.ts';
import splitAcquire from './split-acquire.ts';
import tryFinally from './try-finally.ts';
import useTransaction from './use-transaction.ts';

/** All codemods, by name. */
export const codemods: readonly Codemod[] = [
  awaitUsing,
  errorHandler,
  hoistPool,
  moveAwaitOut,
  pinClient,
  poolOptions,
  poolQuery,
  releaseInCallbacks,
  splitAcquire,
  tryFinally,
  useTransaction,
];
