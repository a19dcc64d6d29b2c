import type { Shape } from '../../evidence/shape.ts';
import { callbackOf } from '../../evidence/received.ts';
import { acquiresNamed } from '../../evidence/usage.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { isFunction } from '../../source/walk.ts';
import { type Acquired, ofInstance } from './driver-methods.ts';
import type { Call, Flow } from './flow.ts';
import type { Questions } from './questions.ts';

/** A method that a function calls on one of its parameters: `pool.getConnection()` in `getConnection(pool)`. */
interface Asked {
  readonly owner: Node;
  readonly position: number;
  readonly method: string;
  readonly call: Node;
}

/** Whether a call may acquire from what the caller of a function passes, as far as its name tells. */
export function mayAcquireFromParameter(
  questions: Questions,
  file: SourceFile,
  node: Node,
): boolean {
  return askedOf(questions, file, node) !== undefined;
}

/**
 * What a call on a parameter acquires, by what the caller passes.
 *
 * A function that is run alone, to find out whether it gives a lease, is taken to be passed a pool: those
 * who call it run it again with what they pass.
 */
export function passedAcquire({ flow, step }: Call): Acquired | undefined {
  const { questions } = flow.session;
  const asked = askedOf(questions, flow.graph.file, step.node);
  return asked && acquireFor(flow, asked);
}

function acquireFor(flow: Flow, asked: Asked): Acquired | undefined {
  const { owner, position } = asked;
  const { questions } = flow.session;
  let run: Flow | undefined = flow;
  while (run !== undefined && run.graph.owner !== owner) run = run.caller?.flow;
  if (run === undefined) return undefined;
  const { caller, depth, graph } = run;
  if (caller === undefined) {
    return depth > 0 ? acquireNamed(questions, graph.file, asked) : undefined;
  }
  if (caller.node.type !== 'CallExpression') return undefined;
  const argument = caller.node.arguments[position];
  if (argument === undefined) return undefined;
  const { file } = caller.flow.graph;
  const shape = questions.shapeOf(file, argument);
  if (shape !== undefined) return acquireOn(questions, shape, asked.method);
  const parameter = parameterAt(file, argument);
  return parameter && acquireFor(caller.flow, { ...asked, ...parameter });
}

function askedOf(questions: Questions, file: SourceFile, node: Node): Asked | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined;
  const { object, property } = node.callee;
  if (property.type !== 'Identifier' || !questions.isAcquireName(property.name)) return undefined;
  const parameter = parameterAt(file, object);
  if (parameter === undefined || questions.shapeOf(file, object) !== undefined) return undefined;
  return { ...parameter, method: property.name, call: node };
}

/** The function and position of a plain parameter. */
function parameterAt(file: SourceFile, node: Node): Pick<Asked, 'owner' | 'position'> | undefined {
  if (node.type !== 'Identifier') return undefined;
  const definition = file.variableOf(node)?.defs[0];
  if (definition?.type !== 'Parameter' || !isFunction(definition.node)) return undefined;
  const position = definition.node.params.findIndex(one => one === definition.name);
  return position === -1 ? undefined : { owner: definition.node, position };
}

/** What a method acquires on what a caller passes. */
function acquireOn(questions: Questions, shape: Shape, method: string): Acquired | undefined {
  const found = shape.kind === 'instance' ? ofInstance(questions, shape, method) : undefined;
  return found?.kind === 'acquire' ? found : undefined;
}

/** What the name of a method acquires in this project, with a callback or without. */
function acquireNamed(
  questions: Questions,
  file: SourceFile,
  { method, call }: Asked,
): Acquired | undefined {
  const isCalledBack = callbackOf(call) !== undefined;
  const fitting = acquiresNamed(questions.drivers, method).filter(
    ({ spec }) => !isCalledBack || spec.callback !== 'none',
  );
  const found = fitting.find(({ driver }) => questions.dependsOn(file, driver.package));
  const likeliest = found ?? fitting[0];
  return likeliest && { kind: 'acquire', ...likeliest, by: 'usage' };
}
