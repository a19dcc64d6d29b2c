import type { EvidenceSource } from '../../evidence/syntax.ts';
import { constantOf } from '../../source/constants.ts';
import { identifierName, keyName, propertyName } from '../../source/names.ts';
import type { FunctionNode, Node, SourceFile } from '../../source/source-file.ts';
import { functionAround, isFunction, nodesIn } from '../../source/walk.ts';
import { unwrap } from '../lower/expressions.ts';
import type { Repetition } from '../pool-facts.ts';
import { functionName, isOneOff } from './callers.ts';
import type { Fate } from './fate.ts';
import { fatesOf } from './fate.ts';
import { frequencyOf } from './frequency.ts';
import { placeOf } from './place.ts';

const MAX_HOPS = 3;

/** Why what a call makes is made more than once; `undefined` when it is kept, or nobody can tell. */
export function repetitionOf(
  evidence: EvidenceSource,
  file: SourceFile,
  node: Node,
  hops = 0,
): Repetition | undefined {
  const owner = functionAround(node);
  if (!isFunction(owner) || hops > MAX_HOPS || isOwnPart(node)) return undefined;
  const frequency = frequencyOf(file, owner);
  if (frequency !== 'request' && frequency !== 'unknown') return undefined;
  const fates = fatesOf(evidence, file, node);
  if (fates.has('kept')) return undefined;
  if (fates.has('returned')) return callersIn(evidence, file, owner, node, hops);
  const found: Repetition = {
    kind: frequency === 'request' ? 'request' : 'call',
    function: functionName(owner),
    isEnded: fates.has('ended'),
  };
  if (frequency === 'request') return isOfRequest(file, node) ? undefined : found;
  return isLost(file, node, fates) && !isOneOff(found.function) ? found : undefined;
}

/** `super()`: the object itself is the pool, and whoever makes it may keep it. */
function isOwnPart(node: Node): boolean {
  return node.type === 'CallExpression' && node.callee.type === 'Super';
}

/** Whether the function is done with it when it returns: it closes it, or nobody else has it. */
function isLost(file: SourceFile, node: Node, fates: ReadonlySet<Fate>): boolean {
  if (fates.has('lent')) return false;
  // Where the caller says which database it is, one pool for all of them is no way out.
  if (fates.has('ended')) return !dependsOnParameter(file, node);
  return !fates.has('passed');
}

/** `new Pool(req.body.connection)`: a database that the request names. */
function isOfRequest(file: SourceFile, node: Node): boolean {
  return dependsOnParameter(file, node);
}

/** Whether what a call is passed stands on a parameter of the functions around it. */
export function dependsOnParameter(file: SourceFile, node: Node, hops = 2): boolean {
  const args =
    node.type === 'CallExpression' || node.type === 'NewExpression' ? node.arguments : [node];
  return args.flatMap(nodesIn).some(inner => {
    if (inner.type !== 'Identifier') return false;
    const definition = file.variableOf(inner)?.defs[0];
    if (definition?.type === 'Parameter') return true;
    if (definition === undefined || hops === 0 || definition.type !== 'Variable') return false;
    if (!isFunction(functionAround(definition.name))) return false;
    const { node: declarator } = definition;
    const source =
      declarator.type === 'VariableDeclarator' ? declarator.init : constantOf(file, inner);
    return source ? dependsOnParameter(file, source, hops - 1) : false;
  });
}

/** A function that gives a new pool each time is as good as its calls; those of its file are in sight. */
function callersIn(
  evidence: EvidenceSource,
  file: SourceFile,
  owner: FunctionNode,
  node: Node,
  hops: number,
): Repetition | undefined {
  if (dependsOnParameter(file, node)) return undefined;
  for (const call of callsOf(file, owner)) {
    const found = repetitionOf(evidence, file, call, hops + 1);
    if (found !== undefined) return { ...found, caller: found.caller ?? placeOf(file, call) };
  }
  return undefined;
}

/** The calls of a function by its name, and of a method on `this`. */
function callsOf(file: SourceFile, owner: FunctionNode): readonly Node[] {
  const { parent } = owner;
  if (parent.type === 'MethodDefinition' || parent.type === 'PropertyDefinition') {
    const name = keyName(parent);
    return nodesIn(parent.parent).filter(
      node => node.type === 'CallExpression' && name !== undefined && methodOfThis(node) === name,
    );
  }
  const declared =
    owner.type === 'FunctionDeclaration'
      ? owner.id
      : parent.type === 'VariableDeclarator'
        ? parent.id
        : undefined;
  const variable = declared ? file.variableOf(declared) : undefined;
  return (variable?.references ?? []).flatMap(({ identifier }) => {
    const call = identifier.parent;
    return call?.type === 'CallExpression' && call.callee === identifier ? [call] : [];
  });
}

function methodOfThis(node: Extract<Node, { type: 'CallExpression' }>): string | undefined {
  const callee = unwrap(node.callee);
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'ThisExpression')
    return undefined;
  return propertyName(callee);
}

/** `env.HYPERDRIVE.connectionString`: bindings that a platform hands to each request, and ends with it. */
export function isBoundToRequest(file: SourceFile, node: Node): boolean {
  return nodesIn(node).some(inner => {
    if (inner.type !== 'MemberExpression') return false;
    if (/^HYPERDRIVE/i.test(propertyName(inner) ?? '')) return true;
    const isBinding = propertyName(inner) === 'env' || identifierName(inner.object) === 'env';
    return isBinding && isParameter(file, inner);
  });
}

function isParameter(file: SourceFile, member: Node): boolean {
  let root = member;
  while (root.type === 'MemberExpression') root = unwrap(root.object);
  return root.type === 'Identifier' && file.variableOf(root)?.defs[0]?.type === 'Parameter';
}
