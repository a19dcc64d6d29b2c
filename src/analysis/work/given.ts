import { bindingOf } from '../../evidence/patterns.ts';
import { propertyName } from '../../source/names.ts';
import type { FunctionNode, Node, SourceFile, Variable } from '../../source/source-file.ts';
import { isFunction } from '../../source/walk.ts';
import { unwrap } from '../lower/expressions.ts';

/** What a caller may pass in place of something: a parameter, or a property of one. */
export interface Given {
  readonly owner: FunctionNode;
  readonly position: number;
  readonly key?: string;
  /** It is called there: a connection that is passed in its place does nothing. */
  readonly isCalled?: true;
}

/** A value that is the caller's if there is one, and else another. */
export interface Alternative {
  readonly given: Given;
  readonly fallback: Node;
}

/** `tx ?? pool`, `tx ? tx : pool`, a parameter with a default: what stands in for what nobody passed. */
export function alternativeIn(file: SourceFile, node: Node): Alternative | undefined {
  const inner = unwrap(node);
  switch (inner.type) {
    case 'LogicalExpression':
      return inner.operator === '&&' ? undefined : toAlternative(file, inner.left, inner.right);
    case 'ConditionalExpression':
      return (
        toAlternative(file, inner.consequent, inner.alternate) ??
        toAlternative(file, inner.alternate, inner.consequent)
      );
    case 'Identifier': {
      const definition = file.variableOf(inner)?.defs[0];
      const fallback = definition?.type === 'Parameter' && bindingOf(definition.name).fallback;
      return fallback ? toAlternative(file, inner, fallback) : undefined;
    }
    default:
      return undefined;
  }
}

function toAlternative(file: SourceFile, node: Node, fallback: Node): Alternative | undefined {
  const given = givenBy(file, node);
  return given && { given, fallback };
}

/** The parameter that an expression is, or is a property of. */
export function givenBy(file: SourceFile, node: Node): Given | undefined {
  const inner = peel(node);
  const isMember = inner.type === 'MemberExpression';
  const found = parameterOf(file, isMember ? inner.object : inner);
  if (found === undefined || !isMember) return found;
  const key = propertyName(inner);
  return found.key === undefined && key !== undefined ? { ...found, key } : undefined;
}

const MAX_HOPS = 3;

/** What `givenBy` finds, and behind constants too: `const { url, ...rest } = options`. */
export function givenThrough(file: SourceFile, node: Node, hops = MAX_HOPS): Given | undefined {
  const direct = givenBy(file, node);
  const inner = peel(node);
  if (direct !== undefined || hops === 0) return direct;
  if (inner.type === 'MemberExpression') {
    return withKey(givenThrough(file, inner.object, hops - 1), propertyName(inner));
  }
  const variable = inner.type === 'Identifier' ? file.variableOf(inner) : undefined;
  const [definition] = variable?.defs ?? [];
  const declarator = definition?.node;
  if (!definition || declarator?.type !== 'VariableDeclarator') return undefined;
  if (writtenBefore(variable, inner).length !== 1) return undefined;
  const { steps, fallback } = bindingOf(definition.name);
  const source =
    fallback || !declarator.init ? undefined : givenThrough(file, declarator.init, hops - 1);
  const [step] = steps;
  if (step === undefined) return source;
  return steps.length === 1 && 'key' in step ? withKey(source, step.key) : undefined;
}

/** The writes that stand before a place: `if (!tx) tx = await begin()` asks what was there until then. */
export function writtenBefore(variable: Variable | undefined, place: Node): readonly Node[] {
  const writes = variable?.references.filter(one => one.isWrite()) ?? [];
  return writes.map(one => one.identifier).filter(({ range }) => range[0] <= place.range[0]);
}

function withKey(given: Given | undefined, key: string | undefined): Given | undefined {
  return given?.key === undefined && given !== undefined && key !== undefined
    ? { ...given, key }
    : undefined;
}

/** `options?.trx` reads as `options.trx` does. */
export function peel(node: Node): Node {
  const inner = unwrap(node);
  return inner.type === 'ChainExpression' ? unwrap(inner.expression) : inner;
}

function parameterOf(file: SourceFile, node: Node): Given | undefined {
  const inner = unwrap(node);
  const definition = inner.type === 'Identifier' ? file.variableOf(inner)?.defs[0] : undefined;
  if (definition?.type !== 'Parameter' || !isFunction(definition.node)) return undefined;
  const { pattern, steps } = bindingOf(definition.name);
  const [step] = steps;
  const key = step && 'key' in step ? step.key : undefined;
  if (steps.length > 1 || (step && key === undefined)) return undefined;
  const owner = definition.node;
  const position = owner.params.findIndex(one => one === pattern);
  return position === -1 ? undefined : { owner, position, ...(key !== undefined && { key }) };
}

/** Whether a function calls its parameter at a position. */
export function isCalledIn(file: SourceFile, { params }: FunctionNode, position: number): boolean {
  const parameter = params[position];
  const variable = parameter?.type === 'Identifier' ? file.variableOf(parameter) : undefined;
  return (
    variable?.references.some(({ identifier }) => {
      const { parent } = identifier;
      return parent?.type === 'CallExpression' && parent.callee === identifier;
    }) ?? false
  );
}
