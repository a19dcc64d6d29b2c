import type { TSESTree } from '@typescript-eslint/types';
import { identifierName, literalText } from '../source/names.ts';
import type { Node, SourceFile } from '../source/source-file.ts';
import { classOf, instanceOfClass, ownerOf } from './classes.ts';
import type { Evaluation } from './evaluation.ts';
import { memberOf } from './members.ts';
import { importedShape } from './modules.ts';
import { returnOf } from './returns.ts';
import { anyOf, awaited, promised } from './shapes.ts';
import type { Shape } from './shape.ts';
import { entityType, entityValue, typeMember } from './type-names.ts';

/** What a value with a type annotation is. */
export function typeShape(evaluation: Evaluation, file: SourceFile, node: Node): Shape | undefined {
  const inner = (type: Node | null | undefined) => evaluation.annotated(file, type);
  switch (node.type) {
    case 'TSTypeReference':
      return referenceShape(evaluation, file, node);
    case 'TSImportType':
      return importTypeShape(evaluation, file, node, 'type');
    case 'TSTypeQuery':
      return node.exprName.type === 'TSImportType'
        ? importTypeShape(evaluation, file, node.exprName, 'value')
        : entityValue(evaluation, file, node.exprName);
    case 'TSUnionType':
      return anyOf(node.types.map(inner));
    case 'TSIntersectionType': {
      const shapes = node.types.map(inner);
      return shapes.find(one => one?.kind === 'instance') ?? shapes.find(Boolean);
    }
    case 'TSTypeLiteral':
      return { kind: 'object', file, node };
    case 'TSFunctionType':
      return { kind: 'signature', file, node };
    default:
      return partialTypeShape(evaluation, file, node, inner);
  }
}

/** Types that are made of one other. */
function partialTypeShape(
  evaluation: Evaluation,
  file: SourceFile,
  node: Node,
  inner: (type: Node | null | undefined) => Shape | undefined,
): Shape | undefined {
  switch (node.type) {
    case 'TSArrayType': {
      const of = inner(node.elementType);
      return of && { kind: 'array', of };
    }
    case 'TSTypeOperator':
      return node.operator === 'readonly' ? inner(node.typeAnnotation) : undefined;
    case 'TSOptionalType':
      return inner(node.typeAnnotation);
    case 'TSIndexedAccessType': {
      const object = inner(node.objectType);
      const name = literalText(
        node.indexType.type === 'TSLiteralType' ? node.indexType.literal : null,
      );
      return object && name !== undefined ? memberOf(evaluation, object, name) : undefined;
    }
    case 'TSThisType': {
      const owner = ownerOf(node)?.node;
      const isClass = owner?.type === 'ClassDeclaration' || owner?.type === 'ClassExpression';
      return isClass ? instanceOfClass(evaluation, file, owner) : undefined;
    }
    default:
      return undefined;
  }
}

function referenceShape(
  evaluation: Evaluation,
  file: SourceFile,
  node: TSESTree.TSTypeReference,
): Shape | undefined {
  const name = identifierName(node.typeName);
  const isGlobal = name !== undefined && !file.variableOf(node.typeName);
  if (!isGlobal) return entityType(evaluation, file, node.typeName);
  const argument = evaluation.annotated(file, node.typeArguments?.params[0]);
  return argument && globalTypeShape(evaluation, name, argument);
}

/** What the types that every program has make of their first argument. */
function globalTypeShape(evaluation: Evaluation, name: string, argument: Shape): Shape | undefined {
  switch (name) {
    case 'Promise':
    case 'PromiseLike':
      return promised(argument);
    case 'Awaited':
      return awaited(argument);
    case 'ReturnType':
      return returnOf(evaluation, argument);
    case 'InstanceType':
      return classOf(evaluation, argument);
    case 'Array':
    case 'ReadonlyArray':
    case 'Set':
    case 'ReadonlySet':
    case 'Iterable':
      return { kind: 'array', of: argument };
    case 'Readonly':
    case 'Partial':
    case 'Required':
    case 'NonNullable':
    case 'Pick':
    case 'Omit':
      return argument;
    default:
      return undefined;
  }
}

/** `import('pg').Pool`, or after `typeof` the export itself. */
function importTypeShape(
  evaluation: Evaluation,
  file: SourceFile,
  node: TSESTree.TSImportType,
  space: 'type' | 'value',
): Shape | undefined {
  // Older trees wrap the specifier in a literal type.
  const { source, argument } = node as { source?: Node; argument?: Node };
  const literal = source ?? (argument?.type === 'TSLiteralType' ? argument.literal : argument);
  const specifier = literalText(literal);
  if (specifier === undefined) return undefined;
  const names = node.qualifier ? qualifierNames(node.qualifier) : [];
  let shape = importedShape(evaluation, file, { specifier, name: '*' });
  for (const [index, name] of names.entries()) {
    if (shape === undefined) return undefined;
    const isType = space === 'type' && index === names.length - 1;
    shape = isType ? typeMember(evaluation, shape, name) : memberOf(evaluation, shape, name);
  }
  return shape;
}

function qualifierNames(entity: Node): readonly string[] {
  if (entity.type === 'TSQualifiedName') return [...qualifierNames(entity.left), entity.right.name];
  const name = identifierName(entity);
  return name === undefined ? [] : [name];
}
