import { classWritesOf } from '../../evidence/class-writes.ts';
import { ownerOf } from '../../evidence/classes.ts';
import { isParameter } from '../../evidence/identity-sources.ts';
import { many } from '../../drivers/driver.ts';
import { propertyName } from '../../source/names.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { functionAround, nodesIn } from '../../source/walk.ts';
import type { Questions } from '../flow/questions.ts';
import { unwrap } from '../lower/expressions.ts';
import { isLease } from './borrowers.ts';
import { isHandle } from './there.ts';

/**
 * `this.repo`, which `use(manager) { this.repo = manager.getRepository(Order) }` fills: whoever calls that
 * may pass the handle of a transaction. What only a constructor is passed belongs to the object for good.
 */
export function isFilledByCallers(questions: Questions, file: SourceFile, node: Node): boolean {
  return writesTo(node).some(value => mentionsHandle(questions, file, value));
}

/** What a class writes to a field: `this.repo`. */
function writesTo(node: Node): readonly Node[] {
  const place = unwrap(node);
  if (place.type !== 'MemberExpression' || place.object.type !== 'ThisExpression') return [];
  const owner = ownerOf(place)?.node;
  const name = propertyName(place);
  const isClass = owner?.type === 'ClassDeclaration' || owner?.type === 'ClassExpression';
  if (!isClass || name === undefined) return [];
  return classWritesOf(owner).ofInstance.get(name) ?? [];
}

function mentionsHandle(questions: Questions, file: SourceFile, value: Node): boolean {
  return nodesIn(value).some(one => one.type === 'Identifier' && mayBeHandle(questions, file, one));
}

/** A handle, or a method's parameter of a type that a handle has as well as a root. */
function mayBeHandle(questions: Questions, file: SourceFile, node: Node): boolean {
  const shape = questions.shapeOf(file, node);
  if (isLease(shape) || isHandle(questions, file, node)) return true;
  if (shape?.kind !== 'instance' || !isParameter(file, node) || isInConstructor(node)) return false;
  const scoped = many(shape.driver.pool).flatMap(one => one.scoped ?? []);
  return scoped.some(one => typeof one !== 'string' && one.handle === shape.type);
}

function isInConstructor(node: Node): boolean {
  const { parent } = functionAround(node);
  return parent?.type === 'MethodDefinition' && parent.kind === 'constructor';
}
