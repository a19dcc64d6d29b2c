import type { TSESTree } from '@typescript-eslint/types';
import { propertyOf } from '../source/export-table.ts';
import { keyName, propertyName } from '../source/names.ts';
import type { Node, SourceFile } from '../source/source-file.ts';
import { parentOf } from '../source/walk.ts';
import type { Evaluation } from './evaluation.ts';
import { memberOf } from './members.ts';
import { returnOf } from './returns.ts';
import { agreed, isNothing } from './shapes.ts';
import type { Shape } from './shape.ts';
import { entityType } from './type-names.ts';

/** A member of an object literal: its own, a spread one, or one assigned later (`db.pool = …`). */
export function literalMember(
  evaluation: Evaluation,
  file: SourceFile,
  node: TSESTree.ObjectExpression,
  name: string,
): Shape | undefined {
  const { property, spreads } = propertyOf(node, name);
  if (property !== undefined && !isNothing(property.value)) {
    const value = evaluation.shape(file, property.value);
    return property.kind === 'get' && value ? returnOf(evaluation, value) : value;
  }
  for (const spread of spreads) {
    const source = evaluation.shape(file, spread);
    const found = source && memberOf(evaluation, source, name);
    if (found !== undefined) return found;
  }
  const named = assignedTo(file, node, member => propertyName(member) === name);
  const values = named.length > 0 ? named : assignedTo(file, node, isComputed);
  return agreed(values.map(value => evaluation.shape(file, value)));
}

/** A member that an interface or type literal declares, inherited ones included. */
export function interfaceMember(
  evaluation: Evaluation,
  file: SourceFile,
  node: TSESTree.TSInterfaceDeclaration | TSESTree.TSTypeLiteral,
  name: string,
): Shape | undefined {
  const members = node.type === 'TSTypeLiteral' ? node.members : node.body.body;
  for (const member of members) {
    const isNamed = member.type === 'TSPropertySignature' || member.type === 'TSMethodSignature';
    if (!isNamed || keyName(member) !== name) continue;
    if (member.type === 'TSMethodSignature' && member.kind !== 'get') {
      return { kind: 'signature', file, node: member };
    }
    const type = member.type === 'TSMethodSignature' ? member.returnType : member.typeAnnotation;
    return evaluation.annotated(file, type?.typeAnnotation);
  }
  for (const heritage of node.type === 'TSInterfaceDeclaration' ? node.extends : []) {
    const base = evaluation.once(heritage, 'type', () =>
      entityType(evaluation, file, heritage.expression),
    );
    const found = base && memberOf(evaluation, base, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `db[model.name] = model`: whichever name it is. */
function isComputed(member: TSESTree.MemberExpression): boolean {
  return propertyName(member) === undefined;
}

/** What is assigned to some properties of the variable that an object literal initialises. */
function assignedTo(
  file: SourceFile,
  node: Node,
  isMeant: (member: TSESTree.MemberExpression) => boolean,
): readonly Node[] {
  const declarator = parentOf(node);
  if (declarator?.type !== 'VariableDeclarator') return [];
  const values: Node[] = [];
  for (const { identifier } of file.variableOf(declarator.id)?.references ?? []) {
    const member = parentOf(identifier);
    if (member?.type !== 'MemberExpression' || member.object !== identifier) continue;
    const assignment = parentOf(member);
    if (assignment?.type !== 'AssignmentExpression' || assignment.left !== member) continue;
    if (isMeant(member) && !isNothing(assignment.right)) values.push(assignment.right);
  }
  return values;
}
