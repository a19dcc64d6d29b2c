import { includesMethod } from '../../drivers/twins.ts';
import type { Operand } from '../graph.ts';
import { isExpectedToFail } from './expected.ts';
import type { Call, Flow, LeaseSite, Point } from './flow.ts';
import { placeInRoot } from './held.ts';
import type { LateUse } from './uses.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { after, isBlurred, releaseOn, witnessOf } from './trace.ts';
import { truthOf } from './values.ts';

/** Notes that a lease is used or released on a path that has released it already. */
export function noteLate(
  call: Call,
  id: string,
  kind: 'again' | 'used',
  holder: Operand | undefined = call.step.receiver ?? call.step.callee,
): void {
  const { flow, at, step } = call;
  const site = flow.session.sites.of(id);
  if (at.state.statusOf(id) !== 'released' || !isCertain(flow, id)) return;
  if (site === undefined || (kind === 'again' && isHarmless(site))) return;
  if (isExpectedToFail(step.node)) return;
  if (!isHeldByName(call, id, holder)) return;
  const release = releaseOn(at.trace, id);
  if (release === undefined) return;
  note(flow, at, id, { kind, file: flow.graph.file, node: step.node, flow, release });
}

/** Notes the connections that a callback of the caller is passed, to work with them, after their release. */
export function noteLateArguments(call: Call): void {
  for (const [index, { value }] of call.step.args.entries()) {
    const arg = call.args[index];
    if (arg?.k === 'lease') noteLate(call, arg.id, 'used', value);
  }
}

/** Notes that a lease is ended by a method that closes its socket and leaves its place in the pool taken. */
export function noteEnded(call: Call, id: string): void {
  const { flow, at, step } = call;
  if (at.state.statusOf(id) !== 'live' || !isCertain(flow, id)) return;
  const { file } = flow.graph;
  const release = { file, node: step.node };
  note(flow, at, id, { kind: 'ended', file, node: step.node, flow, release });
}

/** Notes that a declaration with `using` releases a lease again, which was released by hand. */
export function noteDisposed(flow: Flow, at: Point, id: string, node: Node): void {
  const { session, graph } = flow;
  const site = session.sites.of(id);
  if (site === undefined || at.state.statusOf(id) !== 'released' || isHarmless(site)) return;
  const release = isCertain(flow, id) ? releaseOn(at.trace, id) : undefined;
  // What is too much is the release by hand.
  if (release?.isDirect !== true || release.file !== graph.file) return;
  const found = { file: graph.file, node: release.node, flow };
  note(flow, at, id, { kind: 'disposed', ...found, release: { file: graph.file, node } });
}

/** A release as part of the path, after what was still running was noted. */
export function releaseAt(flow: Flow, at: Point, id: string, node: Node, isPlain = true): Point {
  const { file } = flow.graph;
  if (!flow.session.notes.isQuiet) flow.session.sites.noteRelease(id, { file, node });
  if (isPlain && at.state.statusOf(id) === 'live' && isCertain(flow, id)) {
    for (const one of at.state.running) {
      if (one.lease === id) note(flow, at, id, { ...one, release: { file, node } });
    }
  }
  const isDirect = true;
  return { ...at, trace: after(at.trace, { kind: 'release', lease: id, file, node, isDirect }) };
}

/** Notes what still runs when the callback of a scope is done; what it returns the scope waits for. */
export function noteLeftRunning({ flow, step }: Call, at: Point, id: string): void {
  if (!isCertain(flow, id)) return;
  const release = { file: flow.graph.file, node: step.node };
  for (const one of at.state.running) {
    // Nobody but the scope can close the connection when a race is lost.
    if (one.lease !== id || one.kind === 'returned' || one.kind === 'raced') continue;
    note(flow, at, id, { ...one, release });
  }
}

/** Whether a release gives the connection back as it is: `release(true)` closes it. */
export function isPlainRelease(call: Call, site: LeaseSite, method: string): boolean {
  if (includesMethod(site.type.destroy, method)) return false;
  return call.args.every(arg => truthOf(arg) === false);
}

interface Found extends Pick<LateUse, 'kind' | 'release'> {
  readonly file: SourceFile;
  readonly node: Node;
  readonly flow: Flow;
}

function note(flow: Flow, at: Point, id: string, found: Found): void {
  const { session } = flow;
  const site = session.sites.of(id);
  if (site === undefined || session.notes.isQuiet || isBlurred(at.trace, id)) return;
  const { at: place, through } = placeInRoot(found.flow, found.node);
  session.uses.noteLate({
    site,
    kind: found.kind,
    file: found.file,
    node: found.node,
    at: place,
    through,
    release: found.release,
    witness: witnessOf(at.trace, id),
  });
}

/** Whether one name stands for one connection: not so in a collection, or for the last round's. */
export function isCertain({ session }: Flow, id: string): boolean {
  return !id.endsWith('~') && !session.notes.isCollected(id);
}

/** A second close is harmless, or a connection of its own cannot be anybody else's by then. */
function isHarmless({ type, standalone }: LeaseSite): boolean {
  return standalone || type.repeatable === true;
}

/** Whether a local variable holds the lease that is used: a field may hold another by now. */
function isHeldByName({ flow, at }: Call, id: string, operand: Operand | undefined): boolean {
  if (operand?.kind !== 'place') return false;
  const value = at.state.env.get(operand.root);
  const held = value?.k === 'method' ? value.of : value;
  if (held?.k !== 'lease' || held.id !== id) return false;
  return operand.root.startsWith('%') || !flow.session.outlivesRoot(operand.root, flow.graph);
}
