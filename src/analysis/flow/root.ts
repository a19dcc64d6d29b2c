import { isChainLink } from '../../source/returned.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { isFunction } from '../../source/walk.ts';
import type { Root } from '../roots.ts';
import { DEPTHS } from './budgets.ts';
import { holds, isGivenBack, isStored } from './exits.ts';
import type { Exit, Flow } from './flow.ts';
import { counterpartsOf, isUndone } from './hooks.ts';
import { findForgotten } from './forgotten-fields.ts';
import type { FieldLoss } from './notes.ts';
import { findRefill } from './refill.ts';
import { run } from './run.ts';
import type { Session } from './session.ts';
import { State } from './state.ts';

/**
 * Runs one function on its own and notes every way out that leaves a lease open. Where that takes too many
 * steps, it is run once more, and what happens in functions around it is left out.
 */
export function analyseRoot(session: Session, file: SourceFile, owner: Root): void {
  for (const outside of DEPTHS) {
    session.begin(owner, outside);
    runRoot(session, file, owner);
    if (!session.steps.areOver) return;
  }
}

function runRoot(session: Session, file: SourceFile, owner: Root): void {
  const graph = session.graphs.of(file, owner);
  session.enter(graph);
  const flow: Flow = { session, graph, depth: 0 };
  const start = { state: new State(), trace: undefined };
  const exits = session.within(owner, () => run(flow, start));
  for (const exit of exits) noteExit(flow, exit, isFunction(owner));
}

function noteExit(flow: Flow, exit: Exit, isInFunction: boolean): void {
  for (const [id, status] of exit.state.leases) {
    if (status !== 'live') continue;
    const isGiven = isGivenBack(flow, exit, id);
    if (isGiven) flow.session.notes.giveAway(id);
    if (isGiven) continue;
    // A module's own variables live as long as the process, and an exception there ends it.
    const isKept = !isInFunction && !id.endsWith('~') && !isDropped(flow, exit, id);
    if (isKept) continue;
    const isKeptElsewhere = isKeptOn(flow, exit, id);
    if (isKeptElsewhere) flow.session.notes.giveAway(id);
    flow.session.notes.openExit(id, exit, flow.graph, isKeptElsewhere);
    const field = isKeptElsewhere ? lossOf(flow, exit, id) : undefined;
    if (field !== undefined) flow.session.notes.openExit(id, exit, flow.graph, false, field);
  }
}

/** How a field that keeps a lease loses it. */
function lossOf(flow: Flow, exit: Exit, id: string): FieldLoss | undefined {
  const refilled = findRefill(flow, exit, id);
  if (refilled !== undefined) return { kind: 'refill', node: refilled };
  const forgotten = findForgotten(flow, exit, id);
  return forgotten && { kind: 'forgotten', node: forgotten };
}

/** `pool.connect().then(() => log('connected'))`: a statement of a module that keeps nothing of what it acquires. */
function isDropped(flow: Flow, exit: Exit, id: string): boolean {
  const site = flow.session.sites.of(id);
  if (site === undefined || site.standalone || exit.kind === 'throw') return false;
  if (!isStatement(site.node)) return false;
  const { state } = exit;
  return ![...state.env].some(
    ([key, value]) => !key.startsWith('%') && holds(flow, state, value, id),
  );
}

/** Whether an expression, waited for or with handlers, is all that a statement is. */
function isStatement(node: Node): boolean {
  const { parent } = node;
  switch (parent?.type) {
    case 'ExpressionStatement':
      return true;
    case 'AwaitExpression':
    case 'UnaryExpression':
      return isStatement(parent);
    case 'MemberExpression': {
      const call = isChainLink(parent, node) ? parent.parent : undefined;
      return call?.type === 'CallExpression' && isStatement(call);
    }
    default:
      return false;
  }
}

/** Whether somebody else keeps a lease for later; of a test's set-up hook, only what its counterpart undoes. */
function isKeptOn(flow: Flow, exit: Exit, id: string): boolean {
  if (!isStored(flow, exit.state, id)) return false;
  const counterparts = counterpartsOf(flow.graph.file, flow.graph.owner);
  return counterparts === undefined || isUndone(flow, exit, id, counterparts);
}
