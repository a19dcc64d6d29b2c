import type { FunctionNode, Node } from '../../source/source-file.ts';

/**
 * Whether what a function declares to return lets it give a lease.
 *
 * Read before its body is asked about: in typed code most functions say `void`, or `string`.
 */
export function canReturnLease({ returnType }: FunctionNode): boolean {
  return !isPlain(returnType?.typeAnnotation);
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
