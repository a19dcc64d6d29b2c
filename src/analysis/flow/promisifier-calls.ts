import { promisifies } from '../../evidence/bound-methods.ts';
import type { Call, Outcome } from './flow.ts';
import { gives } from './flow.ts';

/** `promisify(connection.query)`: called without a callback, a method of a lease is its own promised twin. */
export function callPromisifier(call: Call): Iterable<Outcome> | undefined {
  const { node } = call.step;
  const [subject] = call.args;
  if (subject?.k !== 'method' && subject?.k !== 'lease') return undefined;
  if (node.type !== 'CallExpression') return undefined;
  const { session, graph } = call.flow;
  const isKnown = promisifies(session.questions.shapeOf(graph.file, node.callee)) !== undefined;
  return isKnown ? [gives(call, subject)] : undefined;
}
