import type { TSESTree } from '@typescript-eslint/types';
import { many } from '../drivers/driver.ts';
import { identifierName, keyName } from '../source/names.ts';
import type { Node, SourceFile } from '../source/source-file.ts';
import { parentOf } from '../source/walk.ts';
import { classWritesOf } from './class-writes.ts';
import type { Evaluation } from './evaluation.ts';
import { memberOf } from './members.ts';
import { returnOf } from './returns.ts';
import { agreed, isNothing } from './shapes.ts';
import type { ClassLike, Evidence, Shape, ShapeOf } from './shape.ts';

/** What `this` belongs to. */
export interface Owner {
  readonly node: ClassLike | TSESTree.ObjectExpression;
  /** `this` is the class and not an instance. */
  readonly isStatic: boolean;
}

/** The class or object literal whose `this` a node sees; `undefined` in plain functions. */
export function ownerOf(node: Node): Owner | undefined {
  for (let current: Node | undefined = node; current; current = parentOf(current)) {
    const parent = parentOf(current);
    if (current.type === 'StaticBlock') return ownerOfMember(current, true);
    if (current.type === 'FunctionDeclaration') return undefined;
    if (current.type === 'FunctionExpression' && parent?.type === 'Property') {
      const object = parentOf(parent);
      return object?.type === 'ObjectExpression' ? { node: object, isStatic: false } : undefined;
    }
    if (parent && isClassMember(parent) && parent.value === current) {
      return ownerOfMember(parent, parent.static);
    }
    if (current.type === 'FunctionExpression') return undefined;
  }
  return undefined;
}

/** An instance of a class: the driver's own type with members added when it extends one. */
export function instanceOfClass(
  evaluation: Evaluation,
  file: SourceFile,
  node: ClassLike,
  by?: Evidence,
): Shape {
  const shape = evaluation.once(node, 'type', () => {
    const base = node.superClass && evaluation.shape(file, node.superClass);
    const parent = base ? classOf(evaluation, base) : undefined;
    return parent?.kind === 'instance' ? { ...parent, own: { file, node } } : undefined;
  });
  if (shape?.kind !== 'instance') return { kind: 'object', file, node };
  return by === undefined ? shape : { ...shape, by };
}

/** What `new` makes of a value: an instance; `undefined` when it is no class. */
export function classOf(evaluation: Evaluation, shape: Shape): Shape | undefined {
  if (shape.kind === 'class') return instanceOfClass(evaluation, shape.file, shape.node);
  if (shape.kind === 'package-export') return { ...shape, path: [...shape.path, 'new'] };
  if (shape.kind === 'instance') return rowOf(evaluation, shape);
  if (shape.kind !== 'driver-export') return undefined;
  const made = evaluation.index.made(shape, 'new');
  if (made.kind === 'instance') return made;
  // Classes that are not meant to be made by users can be extended: `class Users extends Repository`.
  const type = evaluation.index.typeOf(shape.specifier, shape.path);
  return type === undefined ? made : { ...type, by: 'creation' };
}

/** What a class of rows makes. */
function rowOf({ index }: Evaluation, shape: ShapeOf<'instance'>): Shape | undefined {
  const type = many(shape.driver.pool).find(one => one.type === shape.type)?.rows;
  return type === undefined ? undefined : index.named(shape.driver, type, shape.by);
}

/** A member of a class's instances, inherited ones included. */
export function classMember(
  evaluation: Evaluation,
  file: SourceFile,
  node: ClassLike,
  name: string,
): Shape | undefined {
  const own = ownMember(evaluation, file, node, { name, isStatic: false });
  if (own !== undefined) return own;
  const base = evaluation.shape(file, node.superClass);
  const parent = base && classOf(evaluation, base);
  return parent && memberOf(evaluation, parent, name);
}

/** A static member of a class, inherited ones included. */
export function staticMember(
  evaluation: Evaluation,
  { file, node }: ShapeOf<'class'>,
  name: string,
): Shape | undefined {
  const own = ownMember(evaluation, file, node, { name, isStatic: true });
  if (own !== undefined) return own;
  const base = evaluation.shape(file, node.superClass);
  return base && memberOf(evaluation, base, name);
}

/** Bases that a member is looked for in. */
export const MAX_BASES = 5;

/** What a class inherits a static member from: `Model` for `class Person extends Model`; itself where it has its own. */
export function staticSource(
  shapeOf: (file: SourceFile, node: Node) => Shape | undefined,
  shape: Shape | undefined,
  name: string,
): Shape | undefined {
  let source = shape;
  for (let hops = 0; source?.kind === 'class' && hops < MAX_BASES; hops++) {
    const { file, node } = source;
    const isOwn = node.body.body.some(
      member => isClassMember(member) && member.static && keyName(member) === name,
    );
    if (isOwn || !node.superClass) return source;
    source = shapeOf(file, node.superClass);
  }
  return source;
}

interface MemberQuery {
  readonly name: string;
  readonly isStatic: boolean;
}

function ownMember(
  evaluation: Evaluation,
  file: SourceFile,
  node: ClassLike,
  { name, isStatic }: MemberQuery,
): Shape | undefined {
  let signature: Shape | undefined;
  for (const member of node.body.body) {
    if (!isClassMember(member) || member.static !== isStatic || keyName(member) !== name) continue;
    const shape = declaredMember(evaluation, file, member);
    if (shape !== undefined && shape.kind !== 'signature') return shape;
    signature ??= shape;
  }
  const property = isStatic ? undefined : parameterProperty(node, name);
  const writes = classWritesOf(node);
  const values = (isStatic ? writes.ofClass : writes.ofInstance).get(name) ?? [];
  return (
    signature ??
    evaluation.shape(file, property) ??
    agreed(values.filter(one => !isNothing(one)).map(one => evaluation.shape(file, one)))
  );
}

function declaredMember(
  evaluation: Evaluation,
  file: SourceFile,
  member: ClassMember,
): Shape | undefined {
  if (member.type === 'MethodDefinition' || member.type === 'TSAbstractMethodDefinition') {
    if (member.kind === 'set') return undefined;
    const method = evaluation.shape(file, member.value);
    return member.kind === 'get' ? method && returnOf(evaluation, method) : method;
  }
  return (
    evaluation.annotated(file, member.typeAnnotation?.typeAnnotation) ??
    evaluation.shape(file, isNothing(member.value) ? undefined : member.value)
  );
}

/** `constructor(private readonly pool: Pool)` declares a field. */
function parameterProperty(node: ClassLike, name: string): Node | undefined {
  for (const member of node.body.body) {
    if (member.type !== 'MethodDefinition' || member.kind !== 'constructor') continue;
    for (const parameter of member.value.params) {
      if (parameter.type !== 'TSParameterProperty') continue;
      const inner: Node = parameter.parameter;
      const identifier = inner.type === 'AssignmentPattern' ? inner.left : inner;
      if (identifierName(identifier) === name) return identifier;
    }
  }
  return undefined;
}

type ClassMember =
  | TSESTree.MethodDefinition
  | TSESTree.PropertyDefinition
  | TSESTree.AccessorProperty
  | TSESTree.TSAbstractMethodDefinition
  | TSESTree.TSAbstractPropertyDefinition
  | TSESTree.TSAbstractAccessorProperty;

function isClassMember(node: Node): node is ClassMember {
  return /^(TSAbstract)?(MethodDefinition|PropertyDefinition|AccessorProperty)$/.test(node.type);
}

function ownerOfMember(member: Node, isStatic: boolean): Owner | undefined {
  const body = parentOf(member);
  const owner = body && parentOf(body);
  const isClass = owner?.type === 'ClassDeclaration' || owner?.type === 'ClassExpression';
  return isClass ? { node: owner, isStatic } : undefined;
}
