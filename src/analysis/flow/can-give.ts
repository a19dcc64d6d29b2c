import type { FunctionNode, Node } from '../../source/source-file.ts';
import { isFunction, valuesOf } from '../../source/walk.ts';

const returning = new WeakMap<FunctionNode, boolean>();

/**
 * Whether a function's own syntax lets it return something that holds a lease.
 *
 * Read before its body is asked about: most functions return nothing, or say that it is a string.
 */
export function canReturnLease(node: FunctionNode): boolean {
  const known = returning.get(node);
  if (known !== undefined) return known;
  const answer =
    !isPlain(node.returnType?.typeAnnotation) &&
    (node.generator || node.body.type !== 'BlockStatement' || returnsValue(node.body));
  returning.set(node, answer);
  return answer;
}

/** Whether a type is made of what the language has: no object, and no name that could stand for one. */
function isPlain(type: Node | undefined): boolean {
  switch (type?.type) {
    case 'TSVoidKeyword':
    case 'TSNeverKeyword':
    case 'TSStringKeyword':
    case 'TSNumberKeyword':
    case 'TSBooleanKeyword':
    case 'TSNullKeyword':
    case 'TSUndefinedKeyword':
    case 'TSBigIntKeyword':
    case 'TSSymbolKeyword':
    case 'TSLiteralType':
    case 'TSTemplateLiteralType':
    case 'TSTypePredicate':
      return true;
    case 'TSArrayType':
      return isPlain(type.elementType);
    case 'TSUnionType':
      return type.types.every(isPlain);
    case 'TSTypeReference':
      return isPlainPromise(type.typeName, type.typeArguments?.params ?? []);
    default:
      return false;
  }
}

function isPlainPromise(name: Node, of: readonly Node[]): boolean {
  return name.type === 'Identifier' && name.name === 'Promise' && of.length === 1 && isPlain(of[0]);
}

function returnsValue(node: Node): boolean {
  if (isFunction(node)) return false;
  if (node.type === 'ReturnStatement') return node.argument !== null;
  return valuesOf(node).some(returnsValue);
}
