import type { Node, SourceFile } from '../../source/source-file.ts';
import { isFunction, walk } from '../../source/walk.ts';

/** What is known of a callback that is passed by its name. */
interface NamedCallback {
  readonly usesThis: boolean;
}

/** A name that means a function: it is declared as one, or called; `undefined` where it may be anything. */
export function findNamed(
  name: Extract<Node, { type: 'Identifier' }>,
  file: SourceFile,
): NamedCallback | undefined {
  const variable = file.variableOf(name);
  if (variable === undefined) return undefined;
  for (const { node } of variable.defs) {
    const body = node.type === 'VariableDeclarator' ? node.init : node;
    const isParameter = isFunction(body) && body.params.some(one => isNamed(one, name.name));
    if (isFunction(body) && !isParameter) return { usesThis: mentionsThis(body) };
  }
  const isCalled = variable.references.some(({ identifier }) => {
    const { parent } = identifier;
    return parent?.type === 'CallExpression' && parent.callee === identifier;
  });
  return isCalled ? { usesThis: false } : undefined;
}

function isNamed(parameter: Node, name: string): boolean {
  return parameter.type === 'Identifier' && parameter.name === name;
}

/** An arrow has the `this` of what is around it, whoever calls it. */
function mentionsThis(owner: Node): boolean {
  if (owner.type === 'ArrowFunctionExpression') return false;
  let found = false;
  walk(owner, node => {
    if (node.type === 'ThisExpression') found = true;
    return node === owner || !isFunction(node) || node.type === 'ArrowFunctionExpression';
  });
  return found;
}
