import { returnedBy } from '../source/returned.ts';
import type { Evaluation } from './evaluation.ts';
import { jsDocShape } from './jsdoc.ts';
import { agreed, isNothing, promised } from './shapes.ts';
import type { Shape, ShapeOf } from './shape.ts';

/** What calling a function returns: what it declares, else what all its returns agree on. */
export function returnOf(evaluation: Evaluation, called: Shape): Shape | undefined {
  if (called.kind !== 'function' && called.kind !== 'signature') return undefined;
  const { file, node } = called;
  return evaluation.once(node, 'return', () => {
    const declared = evaluation.annotated(file, node.returnType?.typeAnnotation);
    if (declared !== undefined) return declared;
    if (called.kind === 'signature') return undefined;
    return jsDocShape(evaluation, file, node, { tag: 'returns' }) ?? returned(evaluation, called);
  });
}

function returned(evaluation: Evaluation, { file, node }: ShapeOf<'function'>): Shape | undefined {
  if (node.generator) return undefined;
  const isExpression = node.body.type !== 'BlockStatement';
  const values = returnedBy(node).filter(value => isExpression || !isNothing(value));
  const shape = agreed(values.map(value => evaluation.shape(file, value)));
  return node.async ? promised(shape) : shape;
}
