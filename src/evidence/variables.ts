import type { Definition, Node, SourceFile, Variable } from '../source/source-file.ts';
import { isFunction } from '../source/walk.ts';
import type { Evaluation } from './evaluation.ts';
import { jsDocShape } from './jsdoc.ts';
import { importedName, importedShape } from './modules.ts';
import { parameterShape } from './parameters.ts';
import { annotationOf, bindingOf, descend, partOf } from './patterns.ts';
import type { Binding } from './patterns.ts';
import { agreed, awaited, isNothing } from './shapes.ts';
import type { Shape } from './shape.ts';
import { entityValue } from './type-names.ts';

/** What a variable holds. */
export function variableShape(
  evaluation: Evaluation,
  file: SourceFile,
  variable: Variable,
): Shape | undefined {
  return evaluation.once(variable, 'value', () => {
    // The body of an overloaded function says more than its signatures.
    const body = variable.defs.find(def => def.type === 'FunctionName' && isFunction(def.node));
    for (const def of body ? [body] : variable.defs) {
      const shape = definedShape(evaluation, file, def);
      if (shape === undefined) continue;
      return bodyFor(evaluation, shape, () => writtenShape(evaluation, file, variable)) ?? shape;
    }
    return writtenShape(evaluation, file, variable);
  });
}

/** `const work: Work = async () => …`: the body, where the type it is declared with tells nothing of what it gives. */
function bodyFor(
  evaluation: Evaluation,
  declared: Shape,
  written: () => Shape | undefined,
): Shape | undefined {
  if (declared.kind !== 'signature') return undefined;
  const returned = declared.node.returnType?.typeAnnotation;
  if (returned?.type === 'TSNeverKeyword') return undefined;
  if (evaluation.annotated(declared.file, returned) !== undefined) return undefined;
  const found = written();
  return found?.kind === 'function' ? found : undefined;
}

function definedShape(
  evaluation: Evaluation,
  file: SourceFile,
  def: Definition,
): Shape | undefined {
  switch (def.type) {
    case 'ImportBinding': {
      const imported = importedName(def);
      if (imported) return importedShape(evaluation, file, imported);
      return def.node.type === 'TSImportEqualsDeclaration'
        ? entityValue(evaluation, file, def.node.moduleReference)
        : undefined;
    }
    case 'FunctionName':
    case 'ClassName':
      return evaluation.shape(file, def.node);
    case 'Parameter':
      return parameterShape(evaluation, file, def);
    case 'Variable': {
      const { pattern, steps } = bindingOf(def.name);
      const declared =
        evaluation.annotated(file, annotationOf(pattern)) ??
        jsDocShape(evaluation, file, def.node, { tag: 'type' });
      return descend(evaluation, declared, steps);
    }
    default:
      return undefined;
  }
}

/** What is written to a variable, when all that is written is the same, but for `null`. */
function writtenShape(
  evaluation: Evaluation,
  file: SourceFile,
  variable: Variable,
): Shape | undefined {
  const names = new Set<Node>();
  for (const def of variable.defs) if (def.type === 'Variable') names.add(def.name);
  for (const one of variable.references) if (one.isWrite()) names.add(one.identifier);
  const shapes: (Shape | undefined)[] = [];
  for (const name of names) {
    const binding = bindingOf(name);
    const source = sourceOf(binding);
    if (source === undefined || isNothing(source)) continue;
    const shape = boundShape(evaluation, file, binding, source);
    shapes.push(shape ?? evaluation.shape(file, binding.fallback));
  }
  return agreed(shapes);
}

/** The expression that a pattern takes apart. */
function sourceOf({ pattern, within }: Binding): Node | undefined {
  if (within?.type === 'VariableDeclarator') {
    return within.init ?? loopOf(within)?.right;
  }
  if (within?.type === 'AssignmentExpression' && within.left === pattern) return within.right;
  return within?.type === 'ForOfStatement' && within.left === pattern ? within.right : undefined;
}

function boundShape(
  evaluation: Evaluation,
  file: SourceFile,
  { pattern, within, steps }: Binding,
  source: Node,
): Shape | undefined {
  const loop = within?.type === 'ForOfStatement' ? within : within && loopOf(within);
  if (loop?.right !== source || pattern === source) return partOf(evaluation, file, source, steps);
  const list = evaluation.shape(file, source);
  const element = list?.kind === 'array' ? list.of : undefined;
  return descend(evaluation, loop.await ? awaited(element) : element, steps);
}

function loopOf(declarator: Node) {
  const loop = declarator.parent?.parent;
  return loop?.type === 'ForOfStatement' && loop.left === declarator.parent ? loop : undefined;
}
