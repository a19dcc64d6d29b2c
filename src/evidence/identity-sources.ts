import { identifierName } from '../source/names.ts';
import { returnedBy } from '../source/returned.ts';
import type { Node, SourceFile } from '../source/source-file.ts';
import { isFunction, parentOf } from '../source/walk.ts';
import { classWritesOf } from './class-writes.ts';
import { isNothing } from './shapes.ts';
import type { ClassLike } from './shape.ts';

/** The one value that a class writes to a field. */
export function fieldOf(owner: Node, name: string): Node | undefined {
  if (owner.type !== 'ClassDeclaration' && owner.type !== 'ClassExpression') return undefined;
  const written = (classWritesOf(owner).ofInstance.get(name) ?? []).filter(one => !isNothing(one));
  const values = [...written, ...initialValues(owner, name)];
  return values.length === 1 ? values[0] : undefined;
}

function initialValues(owner: ClassLike, name: string): readonly Node[] {
  return owner.body.body.flatMap(member => {
    if (member.type !== 'PropertyDefinition' || identifierName(member.key) !== name) return [];
    return member.value && !isNothing(member.value) ? [member.value] : [];
  });
}

/** Whether an expression is a parameter: what it holds is the caller's. */
export function isParameter(file: SourceFile, node: Node): boolean {
  return node.type === 'Identifier' && file.variableOf(node)?.defs[0]?.type === 'Parameter';
}

/** The one expression that a function gives. */
export function soleReturn(node: Node): Node | undefined {
  const values = isFunction(node) ? returnedBy(node) : [];
  return values.length === 1 ? values[0] : undefined;
}

/** Whether an expression is the same each time: it does not stand on a variable of the function. */
export function isShared(file: SourceFile, node: Node): boolean {
  if (node.type === 'MemberExpression') return isShared(file, node.object);
  if (node.type === 'ThisExpression') return true;
  if (node.type !== 'Identifier') return false;
  const definition = file.variableOf(node)?.defs[0];
  if (definition === undefined || definition.type === 'ImportBinding') return true;
  let outer: Node | undefined = definition.node;
  while (outer && !isFunction(outer)) outer = parentOf(outer);
  return outer === undefined;
}
