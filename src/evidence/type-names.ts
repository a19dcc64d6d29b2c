import { identifierName } from '../source/names.ts';
import type { Node, SourceFile, Variable } from '../source/source-file.ts';
import { instanceOfClass } from './classes.ts';
import type { Evaluation } from './evaluation.ts';
import { memberOf } from './members.ts';
import { exportShape, importedName, importedShape } from './modules.ts';
import type { Shape } from './shape.ts';

/** What a value is whose type has this name: `Pool`, `pg.Pool`; `undefined` for global types. */
export function entityType(
  evaluation: Evaluation,
  file: SourceFile,
  entity: Node,
): Shape | undefined {
  if (entity.type === 'Identifier') {
    const variable = file.variableOf(entity);
    return variable && variableType(evaluation, file, variable);
  }
  const [left, name] = partsOf(entity);
  const container = left && entityValue(evaluation, file, left);
  return container && name !== undefined ? typeMember(evaluation, container, name) : undefined;
}

/** What a dotted name is as a value, as in `typeof db.pool`. */
export function entityValue(
  evaluation: Evaluation,
  file: SourceFile,
  entity: Node,
): Shape | undefined {
  const [left, name] = partsOf(entity);
  if (left === undefined) return evaluation.shape(file, entity);
  const container = entityValue(evaluation, file, left);
  return container && name !== undefined ? memberOf(evaluation, container, name) : undefined;
}

/** The type that a module or namespace declares under a name. */
export function typeMember(
  evaluation: Evaluation,
  container: Shape,
  name: string,
): Shape | undefined {
  switch (container.kind) {
    case 'driver-export':
      return evaluation.index.typeOf(container.specifier, [...container.path, name]);
    case 'package-export':
      return { ...container, path: [...container.path, name, 'new'] };
    case 'module':
      return exportShape(evaluation, container.file, name, 'type');
    default:
      return undefined;
  }
}

/** What a value is whose type is this variable: a class, an interface, an alias, a type parameter. */
export function variableType(
  evaluation: Evaluation,
  file: SourceFile,
  variable: Variable,
): Shape | undefined {
  return evaluation.once(variable, 'type', () => {
    for (const def of variable.defs) {
      const imported = def.type === 'ImportBinding' ? importedName(def) : undefined;
      const shape = imported
        ? importedShape(evaluation, file, imported, 'type')
        : declaredType(evaluation, file, def.node);
      if (shape !== undefined) return shape;
    }
    return undefined;
  });
}

/** What a value is whose type this node declares or names. */
export function declaredType(
  evaluation: Evaluation,
  file: SourceFile,
  node: Node,
): Shape | undefined {
  switch (node.type) {
    case 'Identifier':
      return entityType(evaluation, file, node);
    case 'ClassDeclaration':
    case 'ClassExpression':
      return instanceOfClass(evaluation, file, node, 'annotation');
    case 'TSInterfaceDeclaration': {
      for (const { expression } of node.extends ?? []) {
        const base = entityType(evaluation, file, expression);
        if (base?.kind === 'instance') return { ...base, own: { file, node } };
      }
      return { kind: 'object', file, node };
    }
    case 'TSTypeAliasDeclaration':
      return evaluation.annotated(file, node.typeAnnotation);
    case 'TSTypeParameter':
      return evaluation.annotated(file, node.constraint);
    case 'TSImportEqualsDeclaration':
      return entityType(evaluation, file, node.moduleReference);
    default:
      return undefined;
  }
}

function partsOf(entity: Node): readonly [Node | undefined, string | undefined] {
  if (entity.type === 'TSQualifiedName') return [entity.left, entity.right.name];
  if (entity.type === 'MemberExpression') return [entity.object, identifierName(entity.property)];
  return [undefined, undefined];
}
