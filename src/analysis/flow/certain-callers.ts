import type { Call } from './flow.ts';

/** Functions of packages that call their callback once for certain, after success and after failure. */
const CERTAIN: Readonly<Record<string, readonly string[]>> = {
  'node:stream': ['finished', 'pipeline'],
  'end-of-stream': [''],
  'on-finished': [''],
  pump: [''],
};

/** Whether a call is certain to call its callback: `finished(stream, done)`. */
export function isCertainCaller({ flow, step, args }: Call): boolean {
  const { node } = step;
  if (node.type !== 'CallExpression' || !args.some(arg => arg?.k === 'closure')) return false;
  const shape = flow.session.questions.shapeOf(flow.graph.file, node.callee);
  if (shape?.kind !== 'package-export' || !Object.hasOwn(CERTAIN, shape.specifier)) return false;
  return CERTAIN[shape.specifier]?.includes(shape.path.join('.')) ?? false;
}
