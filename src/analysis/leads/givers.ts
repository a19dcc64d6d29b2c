import { propertyName } from '../../source/names.ts';
import type { FunctionNode, Node, SourceFile } from '../../source/source-file.ts';
import { functionAround, functionsIn, isFunction, nodesIn, parentOf } from '../../source/walk.ts';
import { gives } from '../flow/giving.ts';
import { callsIn } from '../flow/interest.ts';
import type { Session } from '../flow/session.ts';

/** A function that gives a lease, or holds one while it calls back. */
export interface Giver {
  /** What it is called; `default` and `exports` for a module as a whole. */
  readonly names: readonly string[];
  /** The functions that return it. */
  readonly makers: readonly string[];
}

/** What a search for givers goes by. */
interface Search {
  readonly session: Session;
  /** Whether whoever calls a name is asked. */
  readonly isAsked: (name: string) => boolean;
  /** Whether a call of a name leads. */
  readonly leads: (name: string) => boolean;
  /** Whether all is known that a giver could tell. */
  readonly isKnown: (giver: Giver) => boolean;
}

/** The functions of a file that give, among those that call a name that is asked about, and tell something new by it. */
export function giversIn(file: SourceFile, search: Search): readonly Giver[] {
  const { session, isAsked, leads, isKnown } = search;
  const asked = new Set<FunctionNode>();
  for (const call of callsIn(file.program)) {
    const name = calledName(call);
    if (name === undefined || !isAsked(name)) continue;
    for (let owner = functionAround(call); isFunction(owner); owner = functionAround(owner)) {
      if (!isCalledInPlace(owner)) asked.add(owner);
    }
  }
  // Outer functions first, whichever call led to them.
  return [...asked]
    .toSorted((a, b) => a.range[0] - b.range[0])
    .flatMap(node => {
      // Running a function costs far more than reading what it is called, and most callbacks have no name.
      const giver = giverOf(node, leads);
      return isKnown(giver) || !gives(session, { k: 'closure', file, node }) ? [] : [giver];
    });
}

/** `const client = (async () => pool.connect())()`: nobody can call it again. */
function isCalledInPlace(node: FunctionNode): boolean {
  const parent = parentOf(node);
  return parent?.type === 'CallExpression' && parent.callee === node;
}

/** What the functions of a file are called that return what a call of a name gives. */
export function returnersIn(file: SourceFile, called: string): readonly string[] {
  return functionsIn(file.program).flatMap(node => {
    const isReturning = returnsOf(node).some(value => calledName(value) === called);
    return isReturning ? namesOf(node) : [];
  });
}

function returnsOf({ body }: FunctionNode): readonly Node[] {
  if (body?.type !== 'BlockStatement') return body ? [body] : [];
  return nodesIn(body).flatMap(inner => {
    const isOwn = inner.type === 'ReturnStatement' && functionAround(inner) === body.parent;
    return isOwn && inner.argument ? [inner.argument] : [];
  });
}

/** The name by which a call calls; a member's begins with a dot. */
function calledName(call: Node): string | undefined {
  if (call.type !== 'CallExpression' && call.type !== 'NewExpression') return undefined;
  const { callee } = call;
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type !== 'MemberExpression' || callee.computed) return undefined;
  return 'name' in callee.property ? `.${callee.property.name}` : undefined;
}

/** What a function is called, read off what is around it. */
function giverOf(node: FunctionNode, leads: (name: string) => boolean): Giver {
  const names: string[] = node.id ? [node.id.name] : [];
  let inner: Node = node;
  for (let outer = parentOf(node); outer; outer = parentOf(inner)) {
    if (isFunction(outer)) {
      // Of the statements of a body only a declaration names what it may return.
      const isReturned =
        inner === outer.body && (inner.type !== 'BlockStatement' || parentOf(node) === inner);
      return { names, makers: isReturned ? namesOf(outer) : [] };
    }
    if (outer.type === 'ReturnStatement') {
      return { names, makers: namesOf(functionAround(outer)) };
    }
    if (isKept(outer, inner, leads)) break;
    names.push(...namesAt(outer, inner));
    if (isNaming(outer)) break;
    inner = outer;
  }
  return { names, makers: [] };
}

/** Whether what is passed to a call is no part of what the call gives: a callback. */
function isKept(node: Node, inner: Node, leads: (name: string) => boolean): boolean {
  // What is waited for is no function.
  if (node.type === 'NewExpression' || node.type === 'AwaitExpression') return true;
  if (node.type !== 'CallExpression' || node.callee === inner) return false;
  const name = calledName(node);
  return name !== undefined && (leads(name) || CALLING.has(name));
}

/** Methods that call what they are passed. */
const CALLING = new Set(
  [
    'then',
    'catch',
    'finally',
    'map',
    'flatMap',
    'forEach',
    'filter',
    'reduce',
    'some',
    'every',
    'find',
    'all',
  ].map(name => `.${name}`),
);

function namesOf(node: Node | undefined): readonly string[] {
  if (!node || !isFunction(node)) return [];
  const { names, makers } = giverOf(node, () => false);
  return names.length > 0 ? names : makers;
}

function isNaming({ type }: Node): boolean {
  return (
    type === 'VariableDeclarator' ||
    type === 'Property' ||
    type === 'MethodDefinition' ||
    type === 'PropertyDefinition' ||
    type === 'AssignmentExpression' ||
    type === 'ExportDefaultDeclaration'
  );
}

/** The names that a node gives to what stands in it. */
function namesAt(node: Node, inner: Node): readonly string[] {
  switch (node.type) {
    case 'VariableDeclarator':
      return identifiersIn(node.id);
    case 'AssignmentExpression':
      return node.left.type === 'MemberExpression'
        ? [propertyName(node.left) ?? ''].filter(Boolean)
        : identifiersIn(node.left);
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return 'name' in node.key ? [node.key.name] : [];
    case 'ExportDefaultDeclaration':
      return ['default'];
    case 'CallExpression':
      // `app.decorate('withClient', async callback => …)`
      return node.callee === inner ? [] : node.arguments.flatMap(wordIn);
    default:
      return [];
  }
}

function wordIn(node: Node): readonly string[] {
  const isWord =
    node.type === 'Literal' && typeof node.value === 'string' && /^\w+$/.test(node.value);
  return isWord ? [String(node.value)] : [];
}

function identifiersIn(pattern: Node): readonly string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap(one =>
        identifiersIn(one.type === 'Property' ? one.value : one.argument),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap(one => (one ? identifiersIn(one) : []));
    case 'AssignmentPattern':
      return identifiersIn(pattern.left);
    default:
      return [];
  }
}
