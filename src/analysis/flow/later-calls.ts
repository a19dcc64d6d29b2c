import { continueIn } from './continuation.ts';
import type { Call, Point } from './flow.ts';
import { closureArguments } from './flow.ts';
import { invoke } from './invoke.ts';
import type { Running } from './running.ts';
import { startRunning } from './running.ts';
import type { SeenUse } from './uses.ts';

const TIMERS = new Set(['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']);
const VISITORS = new Set(['map', 'flatMap']);

/** An unseen function that may call back: what its callback starts may run on when the call is over. */
export function visit(call: Call, at: Point, isCertain: boolean): readonly Point[] {
  const { session } = call.flow;
  if (isMap(call)) noteVisits(call, at);
  const kind = laterKind(call);
  if (kind === undefined) {
    return session.uses.unseen(() => continueIn(call, at, { isCertain }));
  }
  const { result, uses } = session.uses.usesIn(() => continueIn(call, at, { isCertain }));
  return result.map(point => {
    const started = uses.filter(use => point.state.statusOf(use.lease) === 'live');
    return { ...point, state: startRunning(point.state, toRunning(call, kind, started)) };
  });
}

function toRunning(
  { flow }: Call,
  kind: Running['kind'],
  uses: readonly SeenUse[],
): readonly Running[] {
  // A statement further away is told where the callback stands.
  return uses.flatMap(({ lease, file, node }) =>
    file === flow.graph.file ? [{ lease, kind, file, node, flow }] : [],
  );
}

/** How a callback's statements outlive the call: a timer that nobody can clear, or async visits. */
function laterKind(call: Call): 'timer' | 'each' | undefined {
  const { node, method } = call.step;
  if (node.type !== 'CallExpression' || node.parent.type !== 'ExpressionStatement')
    return undefined;
  const { callee } = node;
  const [callback] = closureArguments(call);
  if (method === 'forEach') return callback?.closure.node.async === true ? 'each' : undefined;
  const isGlobal = callee.type === 'Identifier' && !call.flow.graph.file.variableOf(callee);
  if (isGlobal) return TIMERS.has(callee.name) ? 'timer' : undefined;
  return method === 'nextTick' ? 'timer' : undefined;
}

function isMap({ step }: Call): boolean {
  return step.method !== undefined && VISITORS.has(step.method);
}

/** Notes on which leases, held here, every visit of a list starts a statement. */
function noteVisits(call: Call, at: Point): void {
  const { session } = call.flow;
  const [callback] = closureArguments(call);
  const live = [...at.state.leases].filter(([, status]) => status === 'live').map(([id]) => id);
  if (callback === undefined || live.length === 0 || session.notes.isQuiet) return;
  const { uses } = session.uses.usesIn(() =>
    session.notes.quietly(() => invoke(call.flow, callback.closure, [], at)),
  );
  const visited = uses.map(({ lease }) => lease).filter(id => live.includes(id));
  session.uses.noteVisit(call.step.node, new Set(visited));
}
