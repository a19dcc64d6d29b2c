import { many } from '../../drivers/driver.ts';
import type { Driver } from '../../drivers/driver.ts';
import { toScoped } from '../../drivers/references.ts';
import { isParameter } from '../../evidence/identity-sources.ts';
import type { Shape } from '../../evidence/shape.ts';
import { awaited, isNothing, isPool } from '../../evidence/shapes.ts';
import { returnedBy } from '../../source/returned.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { isFunction } from '../../source/walk.ts';
import type { Questions } from '../flow/questions.ts';
import { ownerOf } from '../../evidence/classes.ts';
import { annotationOf } from '../../evidence/patterns.ts';
import { identifierName, keyName } from '../../source/names.ts';
import { unwrap } from '../lower/expressions.ts';
import { isOfOne } from './of-one.ts';

/** Whether what a call is made on is a pool for certain: not a pool or a connection, not a scope's handle. */
export function isCertain(questions: Questions, file: SourceFile, call: Node): boolean {
  for (let next = receiverOf(call); next !== undefined; next = receiverOf(next)) {
    const shape = questions.shapeOf(file, next);
    if (shape?.kind === 'instance') {
      const { driver, type } = shape;
      if (handlesOf(driver).has(type) || isOfOne(file, next, driver)) return false;
      if (isParameter(file, next) && many(driver.lease).some(one => one.isAlso === type))
        return false;
    }
    if (!isOneThing(file, next) || mayGiveOther(questions, file, next)) return false;
  }
  return true;
}

const MAX_HOPS = 6;

function receiverOf(node: Node): Node | undefined {
  const inner = unwrap(node);
  if (inner.type === 'TaggedTemplateExpression') return inner.tag;
  if (inner.type === 'MemberExpression') return inner.object;
  if (inner.type !== 'CallExpression') return undefined;
  const callee = unwrap(inner.callee);
  return callee.type === 'MemberExpression' ? callee.object : callee;
}

/** Whether an expression has no alternative: `tx ?? pool` has one, and so has a parameter with a default. */
function isOneThing(file: SourceFile, node: Node, hops = MAX_HOPS): boolean {
  const inner = unwrap(node);
  if (hops === 0) return false;
  switch (inner.type) {
    case 'LogicalExpression':
    case 'ConditionalExpression':
      return false;
    case 'AwaitExpression':
      return isOneThing(file, inner.argument, hops - 1);
    case 'Identifier': {
      const [definition] = file.variableOf(inner)?.defs ?? [];
      if (definition === undefined) return true;
      if (isUnion(definition.name)) return false;
      if (definition.type === 'Parameter') return !hasDefault(definition.name);
      const { node: declarator } = definition;
      const init = declarator.type === 'VariableDeclarator' ? declarator.init : undefined;
      return !init || isOneThing(file, init, hops - 1);
    }
    case 'MemberExpression':
      return !membersOf(inner).some(isUnion);
    default:
      return true;
  }
}

/** Whether an annotation says that it may be something else as well: `Pool | Transaction`. */
function isUnion(node: Node): boolean {
  const said = annotationOf(node);
  if (said?.type !== 'TSUnionType') return false;
  const types = said.types.filter(
    one => one.type !== 'TSNullKeyword' && one.type !== 'TSUndefinedKeyword',
  );
  return types.length > 1;
}

/** The declarations of a member of `this`. */
function membersOf({ object, property }: Extract<Node, { type: 'MemberExpression' }>) {
  const owner = object.type === 'ThisExpression' ? ownerOf(object)?.node : undefined;
  if (owner?.type !== 'ClassDeclaration' && owner?.type !== 'ClassExpression') return [];
  const name = identifierName(property);
  return owner.body.body.filter(one => {
    const isMember = one.type === 'PropertyDefinition' || one.type === 'MethodDefinition';
    return isMember && keyName(one) === name;
  });
}

/** Whether what is called, or read by a getter, gives this or that, and not only pools: a transaction while one is open. */
function mayGiveOther(questions: Questions, file: SourceFile, node: Node): boolean {
  const giver = giverOf(questions, file, unwrap(node));
  if (giver === undefined) return false;
  const given = returnedBy(giver.node).filter(one => !isNothing(one));
  const texts = new Set(given.map(({ range }) => giver.file.text.slice(...range)));
  const isOther = (one: Node) => !mayBePool(awaited(questions.shapeOf(giver.file, one)));
  return texts.size > 1 && given.some(isOther);
}

/** The function behind a call, or behind a getter of `this`. */
function giverOf(questions: Questions, file: SourceFile, node: Node) {
  if (node.type === 'CallExpression') {
    const called = questions.shapeOf(file, unwrap(node.callee));
    return called?.kind === 'function' ? called : undefined;
  }
  if (node.type !== 'MemberExpression') return undefined;
  const getter = membersOf(node).find(one => one.type === 'MethodDefinition' && one.kind === 'get');
  const value = getter?.type === 'MethodDefinition' ? getter.value : undefined;
  return value && isFunction(value) ? { file, node: value } : undefined;
}

/** Whether a value is a pool, or a driver's module that is one itself. */
function mayBePool(shape: Shape | undefined): boolean {
  return shape?.kind === 'driver-export' || isPool(shape);
}

/** A default says what a parameter is only when nothing else is passed. */
function hasDefault(name: Node): boolean {
  return name.parent?.type === 'AssignmentPattern' && name.parent.left === name;
}

const handles = new WeakMap<Driver, ReadonlySet<string>>();

/** The types of a driver's scopes' handles: such a value may well be inside a transaction. */
function handlesOf(driver: Driver): ReadonlySet<string> {
  const known = handles.get(driver);
  if (known !== undefined) return known;
  const owners = [...many(driver.pool), ...many(driver.lease), driver.module];
  const scopes = owners.flatMap(owner => owner?.scoped ?? []);
  const found = new Set(scopes.flatMap(scope => toScoped(scope).handle ?? []));
  handles.set(driver, found);
  return found;
}
