import type { SourceFile } from '../../source/source-file.ts';
import { isFunction } from '../lower/builder.ts';
import type { Root } from '../roots.ts';
import { holds, isStored } from './exits.ts';
import type { Exit, Flow } from './flow.ts';
import { run } from './run.ts';
import type { Session } from './session.ts';
import { State } from './state.ts';

/** Runs one function on its own and notes every way out that leaves a lease open. */
export function analyseRoot(session: Session, file: SourceFile, owner: Root): void {
  session.begin(owner);
  const graph = session.graphs.of(file, owner);
  const flow: Flow = { session, graph, depth: 0 };
  const start = { state: new State(), trace: undefined };
  const exits = session.within(owner, () => run(flow, start));
  for (const exit of exits) noteExit(flow, exit, isFunction(owner));
}

function noteExit(flow: Flow, exit: Exit, isInFunction: boolean): void {
  for (const [id, status] of exit.state.leases) {
    if (status !== 'live') continue;
    const isGiven = exit.kind !== 'throw' && holds(flow, exit.state, exit.value, id);
    if (isGiven) continue;
    // A module's own variables live as long as the process, and an exception there ends it.
    const isKept = !isInFunction && !id.endsWith('~');
    if (isKept) continue;
    flow.session.notes.openExit(id, exit, flow.graph, isStored(flow, exit.state, id));
  }
}
