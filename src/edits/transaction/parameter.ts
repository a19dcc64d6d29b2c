import type { FunctionNode, Node } from '../../source/source-file.ts';
import { isFunction, nodesIn } from '../../source/walk.ts';
import type { Edit } from '../edit.ts';
import { insert } from '../edit.ts';
import type { EditSource } from '../source.ts';

/** Adds a parameter behind those that a function has: `tx = db`, `tx?: Transaction`. */
export function addParameter(
  owner: FunctionNode,
  written: string,
  { file }: EditSource,
): readonly Edit[] {
  const { text, path } = file;
  const last = owner.params.at(-1);
  if (last === undefined) {
    const from = (owner.type === 'FunctionDeclaration' && owner.id?.range[1]) || owner.range[0];
    const behind = owner.typeParameters?.range[1] ?? from;
    return [insert(path, text.indexOf('(', behind) + 1, written)];
  }
  const [start, end] = last.range;
  const isBare =
    owner.type === 'ArrowFunctionExpression' && !/\(\s*$/.test(text.slice(owner.range[0], start));
  if (!isBare || owner.params.length > 1) return [insert(path, end, `, ${written}`)];
  return [insert(path, start, '('), insert(path, end, `, ${written})`)];
}

/** Why a function cannot take one more parameter; `undefined` when it can. */
export function whyNotLonger(owner: FunctionNode, name: string): string | undefined {
  const { params, parent } = owner;
  if (params.some(({ type }) => type === 'RestElement')) return `\`${name}\` has a rest parameter.`;
  const own = nodesIn(owner.body ?? owner);
  if (own.some(node => node.type === 'Identifier' && node.name === 'arguments')) {
    return `\`${name}\` reads \`arguments\`.`;
  }
  if (params.some(one => one.type === 'Identifier' && one.name === 'this')) {
    return `\`${name}\` declares its \`this\`.`;
  }
  if (params.some(isDecorated) || (parent && isDecorated(parent))) {
    return `\`${name}\` is decorated: who calls it is not in sight.`;
  }
  if (parent?.type === 'MethodDefinition') return whyNotMethod(parent, name);
  const isTyped = parent?.type === 'VariableDeclarator' && parent.id.typeAnnotation;
  if (isTyped || (parent?.type === 'PropertyDefinition' && parent.typeAnnotation)) {
    return `The type of \`${name}\` is written elsewhere.`;
  }
  return isOverloaded(owner) ? `\`${name}\` has overloads.` : undefined;
}

function isDecorated(node: Node): boolean {
  return 'decorators' in node && (node.decorators?.length ?? 0) > 0;
}

function whyNotMethod(
  method: Extract<Node, { type: 'MethodDefinition' }>,
  name: string,
): string | undefined {
  if (method.kind !== 'method') return `\`${name}\` is no plain method.`;
  const owner = method.parent.parent;
  const inherits = owner.superClass !== null || owner.implements.length > 0;
  if (inherits || method.override) return `The class of \`${name}\` has a parent or an interface.`;
  const isAlone = method.parent.body.every(
    one => one === method || !('key' in one) || nameOf(one.key) !== nameOf(method.key),
  );
  return isAlone ? undefined : `\`${name}\` has overloads.`;
}

function isOverloaded({ type, parent, ...owner }: FunctionNode): boolean {
  if (type !== 'FunctionDeclaration' || !('id' in owner) || !parent) return false;
  const name = nameOf(owner.id);
  const outer = /^Export/.test(parent.type) ? parent.parent : parent;
  return nodesIn(outer ?? parent).some(
    node => node.type === 'TSDeclareFunction' && nameOf(node.id) === name,
  );
}

function nameOf(node: Node | null | undefined): string | undefined {
  return node && 'name' in node && typeof node.name === 'string' ? node.name : undefined;
}

/** How a function is called by its callers: its name, and whether files beside its own may know it. */
export function nameOfFunction(
  owner: FunctionNode,
): { readonly name: string; readonly isShared: boolean } | undefined {
  const { parent } = owner;
  if (owner.type === 'FunctionDeclaration' && owner.id) {
    return { name: owner.id.name, isShared: true };
  }
  if (parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier') {
    return { name: parent.id.name, isShared: !isFunction(parent.parent.parent) };
  }
  const isMember =
    parent?.type === 'MethodDefinition' ||
    parent?.type === 'PropertyDefinition' ||
    (parent?.type === 'Property' && isKept(parent.parent));
  if (isMember) {
    const name = nameOf(parent.key);
    return name === undefined
      ? undefined
      : { name, isShared: parent.key.type !== 'PrivateIdentifier' };
  }
  const left = parent?.type === 'AssignmentExpression' ? parent.left : undefined;
  if (left?.type !== 'MemberExpression' || left.computed) return undefined;
  const name = nameOf(left.property);
  return name === undefined ? undefined : { name, isShared: true };
}

/** An object that is a constant or what a module exports: nobody else says what its methods are. */
function isKept({ parent }: Node): boolean {
  if (parent?.type === 'VariableDeclarator') return parent.id.typeAnnotation === undefined;
  return parent?.type === 'AssignmentExpression' || parent?.type === 'ExportDefaultDeclaration';
}
