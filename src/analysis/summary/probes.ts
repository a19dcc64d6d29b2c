import type { FunctionNode, Node } from '../../source/source-file.ts';
import { usedAsConnection } from '../../evidence/used-parameter.ts';
import { keyName } from '../../source/names.ts';
import type { Place } from '../graph.ts';
import { argumentPlace, keyOf } from '../graph.ts';
import type { Session } from '../flow/session.ts';
import type { State } from '../flow/state.ts';
import type { Value } from '../flow/values.ts';
import { literal, pending } from '../flow/values.ts';
import { surroundingsOf } from './surroundings.ts';
import type { Held, HeldType } from './lease-types.ts';
import { leasesOf, toHeldType } from './lease-types.ts';

type Closure = Extract<Value, { k: 'closure' }>;

/** A place in which a function finds a connection when it starts. */
export interface Slot {
  readonly place: Place;
  readonly type: HeldType;
  readonly inPromise: boolean;
  /** It may be empty as well. */
  readonly isOptional: boolean;
}

/** A slot, as the summary names it, with the lease that a run finds there. */
export interface Probe extends Slot {
  readonly id: string;
  readonly name: string;
}

/**
 * The connections a function starts with: what its parameters and fields are, else what it was seen
 * being given, else what its parameters are used as.
 */
export function probesOf(
  session: Session,
  closure: Closure,
  given: readonly Slot[],
): readonly Probe[] {
  const { node } = closure;
  const { id } = session.graphs.of(closure.file, node);
  const slots = new Map<string, Slot>();
  const add = (slot: Slot): void => {
    const key = keyOf(slot.place);
    if (!slots.has(key)) slots.set(key, slot);
  };
  const parameters = node.params.map((pattern, index) => ({
    pattern,
    place: argumentPlace(id, index),
  }));
  for (const { pattern, place } of parameters)
    declared(session, closure, pattern, place).forEach(add);
  surroundingsOf(session, closure).forEach(add);
  given.forEach(add);
  const isKnown = ({ root }: Place): boolean =>
    [...slots.values()].some(one => one.place.root === root);
  for (const { pattern, place } of parameters.filter(one => !isKnown(one.place))) {
    used(session, closure, pattern, place).forEach(add);
  }
  return [...slots.values()].map(slot => toProbe(session, closure, slot));
}

/** What a parameter, or a part of its pattern, is by its type. */
function declared(
  session: Session,
  closure: Closure,
  wrapped: Node,
  place: Place,
): readonly Slot[] {
  const { pattern, isOptional } = unwrap(wrapped);
  if (pattern.type === 'ObjectPattern') {
    return partsOf(pattern, place).flatMap(part =>
      declared(session, closure, part.pattern, part.place),
    );
  }
  if (pattern.type !== 'Identifier') return [];
  const shape = session.questions.shapeOf(closure.file, pattern);
  const toSlot = ({ path, type, inPromise }: Held): Slot => ({
    place: { ...place, path: [...place.path, ...path] },
    type,
    inPromise,
    isOptional,
  });
  return [...leasesOf(session.questions, shape)].map(toSlot);
}

/** What a parameter, or a part of its pattern, is by what is done to it. */
function used(session: Session, closure: Closure, wrapped: Node, place: Place): readonly Slot[] {
  const { pattern, isOptional } = unwrap(wrapped);
  if (pattern.type === 'ObjectPattern') {
    return partsOf(pattern, place).flatMap(part =>
      used(session, closure, part.pattern, part.place),
    );
  }
  const { file } = closure;
  const { questions } = session;
  const variable = pattern.type === 'Identifier' ? file.variableOf(pattern) : undefined;
  const found =
    variable &&
    usedAsConnection(file, variable, questions.drivers, driver =>
      questions.dependsOn(file, driver.package),
    );
  if (found === undefined) return [];
  const type = toHeldType(found.driver, found.lease);
  return [{ place, type, inPromise: false, isOptional }];
}

function partsOf(
  pattern: Extract<Node, { type: 'ObjectPattern' }>,
  place: Place,
): readonly { readonly pattern: Node; readonly place: Place }[] {
  return pattern.properties.flatMap(property => {
    const name = property.type === 'Property' ? keyName(property) : undefined;
    if (property.type !== 'Property' || name === undefined) return [];
    return [{ pattern: property.value, place: { ...place, path: [...place.path, name] } }];
  });
}

/** A parameter without its default, and whether callers may leave it out. */
function unwrap(wrapped: Node): { readonly pattern: Node; readonly isOptional: boolean } {
  if (wrapped.type === 'AssignmentPattern') return { pattern: wrapped.left, isOptional: true };
  if (wrapped.type === 'TSParameterProperty') return unwrap(wrapped.parameter);
  const isOptional = wrapped.type === 'Identifier' && (wrapped.optional || mayBeNothing(wrapped));
  return { pattern: wrapped, isOptional };
}

function mayBeNothing({ typeAnnotation }: Extract<Node, { type: 'Identifier' }>): boolean {
  const type = typeAnnotation?.typeAnnotation;
  if (type?.type !== 'TSUnionType') return false;
  return type.types.some(one => one.type === 'TSUndefinedKeyword' || one.type === 'TSNullKeyword');
}

function toProbe(session: Session, { file, node }: Closure, slot: Slot): Probe {
  const id = `given ${keyOf(slot.place)}`;
  session.sites.give(id, {
    ...slot.type,
    // What is only lent is not followed into other functions, and this is to be followed everywhere.
    hold: 'own',
    isLazy: false,
    evidence: 'annotation',
    file,
    node,
    pool: undefined,
    origin: undefined,
  });
  return { ...slot, id, name: nameOf(node, slot.place) };
}

/** How a function calls a place it starts with. */
function nameOf(node: FunctionNode, { root, path }: Place): string {
  const index = /^\$arg(\d+):/.exec(root)?.[1];
  const names = path.filter(name => name !== '*');
  if (index === undefined) return [plainName(root), ...names].join('.');
  const parameter = node.params[Number(index)];
  const { pattern } = parameter ? unwrap(parameter) : { pattern: undefined };
  return [...(pattern?.type === 'Identifier' ? [pattern.name] : []), ...names].join('.');
}

/** A variable as the source calls it. */
export function plainName(root: string): string {
  return /^(?:f\d+:)?(.*)@\d*$/.exec(root)?.[1] ?? root;
}

/** A state in which a function finds its connections; those that may be missing only where wanted. */
export function startWith(state: State, probes: readonly Probe[], withOptional: boolean): State {
  let next = state;
  for (const probe of probes) {
    const { id, place, inPromise, isOptional } = probe;
    if (isOptional && !withOptional) {
      if (place.root.startsWith('$')) next = put(next, place, literal(undefined));
      continue;
    }
    const lease: Value = { k: 'lease', id };
    next = put(next.setStatus(id, 'live'), place, inPromise ? pending(lease) : lease);
  }
  return next;
}

/** Puts a value into a place, making the objects on the way where they are arguments. */
function put(state: State, place: Place, value: Value): State {
  const isArgument = place.root.startsWith('$');
  if (place.path.length === 0 || !isArgument) return state.write(place, value);
  const container: Place = { ...place, path: place.path.slice(0, -1) };
  if (state.read(container)?.k === 'ref') return state.write(place, value);
  const id = `ref ${keyOf(container)}`;
  const held = put(state.with({ heap: new Map(state.heap).set(id, new Map()) }), container, {
    k: 'ref',
    id,
  });
  return held.write(place, value);
}
