import type { ClassLike } from '../../evidence/shape.ts';
import type { FunctionNode, Node, SourceFile } from '../../source/source-file.ts';
import { keyName } from '../../source/names.ts';
import { Builder } from '../lower/builder.ts';
import { isFunction } from '../../source/walk.ts';
import type { Call, Exit, Flow, Outcome } from './flow.ts';
import { gives } from './flow.ts';
import { invoke } from './invoke.ts';
import { leasesIn } from './reach.ts';
import type { State } from './state.ts';
import type { Value } from './values.ts';
import { literal } from './values.ts';

type Closure = Extract<Value, { k: 'closure' }>;

/** A class whose source is at hand. */
export interface KnownClass {
  readonly file: SourceFile;
  readonly node: ClassLike;
}

/**
 * `new C(connection)` of a class whose source is at hand: its constructor runs, and what it keeps in
 * fields is kept by the object. `undefined` when no lease is passed in.
 */
export function callConstructor(call: Call): Iterable<Outcome> | undefined {
  const { flow, step, at, args } = call;
  const { node } = step;
  if (node.type !== 'NewExpression') return undefined;
  if (!args.some(arg => leasesIn(at.state, arg).size > 0)) return undefined;
  const shape = flow.session.questions.shapeOf(flow.graph.file, node.callee);
  // Of a declared class nobody sees what it does.
  if (shape?.kind !== 'class' || shape.node.declare) return undefined;
  return construct(call, { file: shape.file, node: shape.node });
}

function* construct(call: Call, known: KnownClass): Generator<Outcome> {
  const { flow, at, args, step } = call;
  const ref = `ref${step.node.range[0]}:${flow.graph.id}`;
  flow.session.sites.nameClass(ref, known);
  const self: Value = { k: 'ref', id: ref };
  const heap = new Map(at.state.heap).set(ref, new Map());
  const state = at.state.with({ heap }).bind(selfRoot(call, known), self);
  const found = methodOf(flow, known, 'constructor');
  const filled = initialise(known, ref, state);
  if (found === undefined) {
    yield gives(call, self, { ...at, state: filled.bind(selfRoot(call, known), undefined) });
    return;
  }
  const start = { ...at, state: filled.bind(selfRoot(call, found.owner), self) };
  for (const exit of invoke(flow, found.body, args, start)) {
    const outcome = finish(call, found.owner, exit, self);
    // An inherited constructor leaves the object's own `this` behind.
    yield { ...outcome, state: outcome.state.bind(selfRoot(call, known), undefined) };
  }
}

/** A method of an object made by {@link callConstructor}, run with its fields in reach. */
export function callMethod(call: Call, ref: string, method: string): Iterable<Outcome> | undefined {
  const known = call.flow.session.sites.classOf(ref);
  const found = known && methodOf(call.flow, known, method);
  return found && callBody(call, found.owner, found.body, ref);
}

function* callBody(call: Call, known: KnownClass, body: Closure, ref: string): Generator<Outcome> {
  const { flow, at, args, step } = call;
  flow.session.holds.noteRun(step.node);
  const state = at.state.bind(selfRoot(call, known), { k: 'ref', id: ref });
  for (const exit of invoke(flow, body, args, { ...at, state })) yield finish(call, known, exit);
}

function finish(call: Call, known: KnownClass, exit: Exit, value = exit.value): Outcome {
  const point = { trace: exit.trace, state: exit.state.bind(selfRoot(call, known), undefined) };
  return exit.kind === 'throw' ? { ...point, thrown: true } : gives(call, value, point);
}

/** The place that is `this` in the methods of a class. */
export function selfRoot(
  { flow }: { readonly flow: Pick<Flow, 'session'> },
  { file, node }: KnownClass,
): string {
  return new Builder(file, flow.session.graphs.fileKey(file), node.body).self.root;
}

/** `super(connection)`: the base class's constructor runs on the same object. */
export function callSuper(call: Call): Iterable<Outcome> | undefined {
  const { flow, step, at } = call;
  const { node } = step;
  if (node.type !== 'CallExpression' || node.callee.type !== 'Super') return undefined;
  const own = classAround(node);
  const base = own && baseOf(flow, { file: flow.graph.file, node: own });
  const found = base && methodOf(flow, base, 'constructor');
  const self = own && at.state.env.get(selfRoot(call, { file: flow.graph.file, node: own }));
  if (found === undefined || self?.k !== 'ref') return undefined;
  return runSuper(call, found.owner, found.body, self);
}

function* runSuper(call: Call, base: KnownClass, body: Closure, self: Value): Generator<Outcome> {
  const { flow, at, args } = call;
  const state = at.state.bind(selfRoot(call, base), self);
  for (const exit of invoke(flow, body, args, { ...at, state }))
    yield finish(call, base, exit, self);
}

function classAround(node: Node): ClassLike | undefined {
  let outer: Node | null | undefined = node.parent;
  while (outer && outer.type !== 'ClassDeclaration' && outer.type !== 'ClassExpression')
    outer = outer.parent;
  return outer ?? undefined;
}

function baseOf(flow: Flow, { file, node }: KnownClass): KnownClass | undefined {
  if (!node.superClass) return undefined;
  const shape = flow.session.questions.shapeOf(file, node.superClass);
  return shape?.kind === 'class' ? { file: shape.file, node: shape.node } : undefined;
}

/** A method's body. */
export interface Method {
  /** The class that has it: `this` in its body is this class's. */
  readonly owner: KnownClass;
  readonly body: Closure;
}

/** The methods of an object of a class by their names, inherited ones included; no private ones. */
export function methodsOf(flow: Flow, known: KnownClass): ReadonlyMap<string, Method> {
  const methods = new Map<string, Method>();
  let owner: KnownClass | undefined = known;
  for (let hops = 0; owner !== undefined && hops <= MAX_BASES; hops++) {
    for (const member of owner.node.body.body) {
      const name = member.type === 'MethodDefinition' ? keyName(member) : undefined;
      if (name === undefined || name.startsWith('#') || methods.has(name)) continue;
      const method = methodOf(flow, owner, name);
      if (method !== undefined && name !== 'constructor') methods.set(name, method);
    }
    owner = baseOf(flow, owner);
  }
  return methods;
}

/** The literals that fields start with. */
function initialise({ node }: KnownClass, ref: string, before: State): State {
  let state = before;
  for (const member of node.body.body) {
    if (member.type !== 'PropertyDefinition' || member.static || member.value?.type !== 'Literal')
      continue;
    const { value } = member.value;
    const name = member.key.type === 'Identifier' ? member.key.name : undefined;
    if (name === undefined || (typeof value === 'object' && value !== null)) continue;
    if (typeof value !== 'bigint') state = state.setMember(ref, name, literal(value));
  }
  return state;
}

/** The function behind a method or the constructor, inherited ones included. */
function methodOf(flow: Flow, known: KnownClass, name: string, hops = 0): Method | undefined {
  const { file, node } = known;
  for (const member of node.body.body) {
    if (member.type !== 'MethodDefinition' && member.type !== 'PropertyDefinition') continue;
    const isNamed = member.key.type === 'Identifier' && member.key.name === name;
    const body: FunctionNode | undefined = isFunction(member.value) ? member.value : undefined;
    if (isNamed && body?.body && !member.static) {
      return { owner: known, body: { k: 'closure', file, node: body } };
    }
  }
  const base = hops < MAX_BASES ? baseOf(flow, known) : undefined;
  return base && methodOf(flow, base, name, hops + 1);
}

const MAX_BASES = 5;
