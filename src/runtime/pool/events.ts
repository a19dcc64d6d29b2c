import type { Hold } from '../holds/hold.ts';

/** Why a connection was closed. */
export type Reason =
  | 'broken'
  | 'closed'
  | 'destroyed'
  | 'evicted'
  | 'idle'
  | 'in-transaction'
  | 'invalid'
  | 'lifetime'
  | 'reclaimed'
  | 'reset-failed'
  | 'resized'
  | 'setup-failed'
  | 'uses';

/** Something that happened in a pool and that no caller would hear of otherwise. */
export type PoolEvent =
  | { readonly kind: 'connect-failed'; readonly error: unknown; readonly retryInMs: number }
  | { readonly kind: 'shrunk'; readonly limit: number; readonly error: unknown }
  | { readonly kind: 'failover'; readonly error: unknown }
  | { readonly kind: 'connection-closed'; readonly reason: Reason; readonly error?: unknown }
  | { readonly kind: 'destroy-failed'; readonly error: unknown }
  | { readonly kind: 'left-in-transaction'; readonly hold: Hold }
  | { readonly kind: 'double-release'; readonly hold: Hold; readonly released: string | undefined }
  | {
      readonly kind: 'use-after-release';
      readonly hold: Hold;
      readonly released: string | undefined;
    };
