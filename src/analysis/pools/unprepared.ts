import { many } from '../../drivers/driver.ts';
import type { EvidenceSource } from '../../evidence/syntax.ts';
import { identifierName, propertyName } from '../../source/names.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { unwrap } from '../lower/expressions.ts';
import type { Creation } from './creations.ts';

/**
 * Whether all that a file does with a pool leaves its statements unprepared: it runs them as text, or
 * only hands the pool to a builder that does.
 */
export function isUnprepared(
  evidence: EvidenceSource,
  file: SourceFile,
  { node, type }: Creation,
): boolean {
  const { unprepared = [] } = type.options;
  const name = holderOf(node);
  const variable = name && file.variableOf(name);
  if (name === undefined || variable === undefined || unprepared.length === 0) return false;
  if (isExported(variable.defs[0]?.node)) return false;
  const reads = variable.references.filter(one => one.isRead()).map(one => one.identifier);
  return reads.length > 0 && reads.every(read => isHarmless(evidence, file, read, unprepared));
}

/** The variable that holds it first. */
function holderOf({ parent }: Node): Node | undefined {
  if (parent?.type === 'VariableDeclarator') return parent.id;
  if (parent?.type === 'AssignmentExpression') return parent.left;
  return undefined;
}

function isExported(declarator: Node | undefined): boolean {
  return declarator?.parent?.parent?.type === 'ExportNamedDeclaration';
}

function isHarmless(
  evidence: EvidenceSource,
  file: SourceFile,
  read: Node,
  unprepared: readonly string[],
): boolean {
  const { parent } = read;
  switch (parent?.type) {
    case 'MemberExpression':
      return parent.object === read && unprepared.includes(propertyName(parent) ?? '');
    case 'ConditionalExpression':
      return parent.test === read;
    case 'IfStatement':
    case 'UnaryExpression':
    case 'TSTypeQuery':
      return true;
    case 'CallExpression':
      return (
        identifierName(unwrap(parent.callee)) !== undefined && isBuilder(evidence, file, parent)
      );
    default:
      return false;
  }
}

/** `drizzle(client)`: what is made is a pool that prepares nothing by itself. */
function isBuilder(evidence: EvidenceSource, file: SourceFile, call: Node): boolean {
  const shape = evidence.shapeOf(file, call);
  if (shape?.kind !== 'instance') return false;
  const made = many(shape.driver.pool).find(({ type }) => type === shape.type);
  return made?.options !== undefined && made.options.prepares === undefined;
}
