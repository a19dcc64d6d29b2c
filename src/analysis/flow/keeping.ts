import type { Node, SourceFile, Variable } from '../../source/source-file.ts';
import type { Step } from '../graph.ts';
import { keyOf } from '../graph.ts';
import type { Call, Flow, Point } from './flow.ts';
import { isStart } from './refill.ts';
import type { Value } from './values.ts';

const INSERTIONS = new Set(['set', 'push', 'add', 'unshift']);
const LOOKS = new Set(['has', 'size', 'length']);

/**
 * Whether a call puts a lease into a collection of the module out of which nobody ever takes one.
 *
 * The collection is a constant of this file that is not exported, and all that ever happens to it is
 * that something is put in or counted.
 */
export function isBuried(call: Call): boolean {
  const { method, node } = call.step;
  if (method === undefined || !INSERTIONS.has(method)) return false;
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false;
  const { object } = node.callee;
  const { file } = call.flow.graph;
  const variable = object.type === 'Identifier' ? file.variableOf(object) : undefined;
  return variable !== undefined && isDeadEnd(file, variable);
}

/** Whether a call puts something into a collection that outlives the function. */
export function isKeptIn(call: Call): boolean {
  const { method, receiver } = call.step;
  if (method === undefined || !INSERTIONS.has(method) || receiver?.kind !== 'place') return false;
  const { graph, session } = call.flow;
  return receiver.path.length > 0 || session.graphs.isOutside(receiver.root, graph);
}

function isDeadEnd(file: SourceFile, variable: Variable): boolean {
  const [definition] = variable.defs;
  if (definition?.node.type !== 'VariableDeclarator' || isExported(definition.node)) return false;
  if (!isNewCollection(definition.node.init ?? undefined)) return false;
  if (file.topLevel(variable.name) !== variable) return false;
  return variable.references.every(({ identifier }) => isHarmless(identifier, definition.node));
}

function isExported(declarator: Node): boolean {
  return declarator.parent?.parent?.type === 'ExportNamedDeclaration';
}

function isNewCollection(init: Node | undefined): boolean {
  if (init?.type === 'ArrayExpression') return init.elements.length === 0;
  if (init?.type !== 'NewExpression' || init.callee.type !== 'Identifier') return false;
  return init.callee.name === 'Map' || init.callee.name === 'Set';
}

function isHarmless(identifier: Node, declarator: Node): boolean {
  const member = identifier.parent;
  if (member === declarator) return true;
  if (member?.type !== 'MemberExpression' || member.object !== identifier) return false;
  if (member.property.type !== 'Identifier') return false;
  return INSERTIONS.has(member.property.name) || LOOKS.has(member.property.name);
}

/**
 * Whether an assignment keeps a lease in a field, or a variable of the module, that was found empty before the acquire was awaited:
 * of two calls at once both find it empty, and the first lease is lost.
 */
export function isRace(
  flow: Flow,
  step: Extract<Step, { op: 'set' }>,
  at: Point,
  value: Value | undefined,
): boolean {
  const { to } = step;
  const isField = to.path.length === 1 && to.root.includes('this@');
  if (value?.k !== 'lease' || !(isField || isSharedVariable(flow, step))) return false;
  const before = at.state.read(to);
  const wasTested = before?.k === 'falsy' || (before?.k === 'literal' && before.tested === true);
  const site = flow.session.sites.of(value.id);
  if (isField ? isGuardedElsewhere(at, to.root, keyOf(to)) : isGuardedByVariable(flow, step, at)) {
    return false;
  }
  return wasTested && site?.standalone === false && at.state.statusOf(value.id) === 'live';
}

/** A variable of the module, filled by a function that it exports: who imports it may call it twice at once. */
function isSharedVariable({ graph }: Flow, { node }: Extract<Step, { op: 'set' }>): boolean {
  const variable = node.type === 'Identifier' ? graph.file.variableOf(node) : undefined;
  if (variable === undefined || graph.file.topLevel(variable.name) !== variable) return false;
  const { owner } = graph;
  const named = owner.type === 'ArrowFunctionExpression' ? owner.parent : owner;
  const hasName = named.type === 'FunctionDeclaration' || named.type === 'VariableDeclarator';
  const name = hasName && named.id?.type === 'Identifier' ? named.id.name : undefined;
  if (name === undefined || isStart(name)) return false;
  const declaration = named.type === 'VariableDeclarator' ? named.parent : named;
  return declaration.parent?.type === 'ExportNamedDeclaration';
}

/** Another variable that outlives the function is known on the way: it may well be the lock. */
function isGuardedByVariable(
  { graph, session }: Flow,
  { to }: Extract<Step, { op: 'set' }>,
  { state }: Point,
): boolean {
  return [...state.env.keys()].some(
    root =>
      root !== to.root && !/^[%$]|^global:|\./.test(root) && session.outlivesRoot(root, graph),
  );
}

/** Another field was tested on the way: it may well be the lock. */
function isGuardedElsewhere(at: Point, self: string, field: string): boolean {
  for (const [key, value] of at.state.env) {
    if (key === field || !key.startsWith(`${self}.`)) continue;
    if (value.k === 'falsy' || value.k === 'truthy' || (value.k === 'literal' && value.tested))
      return true;
  }
  return false;
}

/** `process.once('beforeExit', …)`: called when it is too late, or never. */
export function isAtProcessEnd(call: Call): boolean {
  const { node } = call.step;
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false;
  const { object } = node.callee;
  const [event] = node.arguments;
  return (
    object.type === 'Identifier' &&
    object.name === 'process' &&
    event?.type === 'Literal' &&
    (event.value === 'exit' || event.value === 'beforeExit')
  );
}
