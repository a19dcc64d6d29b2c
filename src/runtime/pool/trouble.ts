import type { Adapter, Trouble } from './adapter.ts';
import { TookTooLongError } from './alarm.ts';
import type { PoolCore } from './core.ts';
import type { Slot } from './slot.ts';

/** What Node says when a server cannot be reached at this moment. */
const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
]);

/** What an error means for the pool: what its driver says, or else what Node says. */
export function troubleOf<Connection extends object>(
  { classify }: Pick<Adapter<Connection>, 'classify'>,
  error: unknown,
  connection: Connection | undefined,
): Trouble | undefined {
  const known = classify?.(error, connection);
  if (known !== undefined) return known;
  if (error instanceof TookTooLongError) return 'retry';
  return unreachable.has(codeOf(error)) ? 'retry' : undefined;
}

/** Learns from an error of a connection what it means for the pool. */
export function learn<Connection extends object>(
  core: PoolCore<Connection>,
  slot: Slot<Connection>,
  error: unknown,
): void {
  const trouble = troubleOf(core.adapter, error, slot.connection);
  if (trouble === 'broken' || trouble === 'retry') core.doom(slot, 'broken', error);
  // A connection of before the failover says nothing about those opened since.
  if (trouble !== 'failover' || slot.doom !== undefined) return;
  core.evict();
  core.journal.report({ kind: 'failover', error });
}

/** The code of an error, as drivers and Node put it there. */
export function codeOf(error: unknown): string {
  // Any value has some `code` or none.
  const { code } = Object(error) as { readonly code?: unknown };
  return String(code ?? '');
}
