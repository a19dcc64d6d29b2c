import type { Node } from '../../source/source-file.ts';
import type { Flow } from './flow.ts';
import type { State } from './state.ts';
import type { Value } from './values.ts';

/** Notes `await transaction.rollback`: the method that would end the transaction is read, and not called. */
export function noteUncalled(flow: Flow, state: State, node: Node, value: Value | undefined): void {
  if (value?.k !== 'method' || value.of.k !== 'lease') return;
  const { session, graph } = flow;
  const { id } = value.of;
  const site = session.sites.of(id);
  if (site === undefined || state.statusOf(id) !== 'live' || session.notes.isQuiet) return;
  // Where a plain connection has a transaction, its begin is told.
  const { release } = site.type;
  if (!release.includes('rollback') || !release.includes(value.name)) return;
  session.transactions.uncalled.push({ site, file: graph.file, node });
}
