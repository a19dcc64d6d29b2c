import { soleReturn } from '../../evidence/identity-sources.ts';
import type { ShapeOf } from '../../evidence/shape.ts';
import { identifierName, propertyName } from '../../source/names.ts';
import type { Node, SourceFile, Variable } from '../../source/source-file.ts';
import { unwrap } from '../lower/expressions.ts';
import type { Folding } from './evaluate.ts';
import { merged, valueOf } from './evaluate.ts';
import { combine, numberOf } from './evaluate-operators.ts';
import { variableRead } from './environment.ts';
import type { Known, Plain } from './known.ts';
import { mapKnown, plain, unknown } from './known.ts';

type CallNode = Extract<Node, { type: 'CallExpression' }>;

/** What a call gives: conversions, merges, and functions of the project with one result. */
export function callValue(folding: Folding, file: SourceFile, node: CallNode): Known {
  const args = node.arguments.filter(argument => argument.type !== 'SpreadElement');
  const value = (at: number) => valueOf(folding, file, args[at]);
  const convert = conversionOf(node.callee);
  if (convert !== undefined) return mapKnown(value(0), convert);
  const name = nameOf(node.callee);
  if (name === 'Object.assign') return merged(args.map((_, at) => value(at)));
  if (name === 'Object.freeze' || name === 'structuredClone') return value(0);
  if (name === 'Math.max' || name === 'Math.min')
    return extremeOf(
      name,
      args.map((_, at) => value(at)),
    );
  return variableRead(node) ?? ownCall(folding, file, node);
}

const CONVERSIONS: Readonly<Record<string, (value: Plain) => Plain>> = {
  Number: numberOf,
  parseInt: value => Number.parseInt(String(value), 10),
  parseFloat: value => Number.parseFloat(String(value)),
  String,
  Boolean,
  'Math.floor': value => Math.floor(numberOf(value)),
  'Math.ceil': value => Math.ceil(numberOf(value)),
  'Math.round': value => Math.round(numberOf(value)),
};

function conversionOf(callee: Node): ((value: Plain) => Plain) | undefined {
  const name = nameOf(callee)?.replace(/^Number\./, '');
  return name !== undefined && Object.hasOwn(CONVERSIONS, name) ? CONVERSIONS[name] : undefined;
}

function nameOf(callee: Node): string | undefined {
  const inner = unwrap(callee);
  if (inner.type !== 'MemberExpression') return identifierName(inner);
  const object = identifierName(inner.object);
  return object && `${object}.${propertyName(inner) ?? ''}`;
}

function extremeOf(name: 'Math.max' | 'Math.min', values: readonly Known[]): Known {
  const choose = name === 'Math.max' ? Math.max : Math.min;
  const [first = unknown, ...others] = values;
  return others.reduce(
    (one, other) => combine(one, other, (a, b) => choose(numberOf(a), numberOf(b))),
    first,
  );
}

/** A function of the project that gives one expression, with what it is passed. */
function ownCall(folding: Folding, file: SourceFile, node: CallNode): Known {
  const called = folding.evidence.shapeOf(file, unwrap(node.callee));
  if (called?.kind !== 'function') return unknown;
  const given = soleReturn(called.node);
  if (given === undefined) return unknown;
  const bound = new Map([...folding.bound, ...parametersOf(folding, file, node, called)]);
  return valueOf({ ...folding, bound }, called.file, given);
}

function parametersOf(
  folding: Folding,
  file: SourceFile,
  call: CallNode,
  { file: home, node: owner }: ShapeOf<'function'>,
): readonly (readonly [Variable, Known])[] {
  return owner.params.flatMap((parameter, at) => {
    const name = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
    const variable = name.type === 'Identifier' ? home.variableOf(name) : undefined;
    if (
      variable === undefined ||
      !variable.references.every(one => !one.isWrite() || one.writeExpr)
    ) {
      return [];
    }
    const argument = call.arguments[at];
    if (argument?.type === 'SpreadElement') return [];
    if (argument === undefined && parameter.type === 'AssignmentPattern') {
      return [[variable, valueOf(folding, home, parameter.right)] as const];
    }
    const known = argument === undefined ? plain(undefined) : valueOf(folding, file, argument);
    return [[variable, known] as const];
  });
}
