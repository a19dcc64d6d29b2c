import { identifierName, propertyName } from '../../source/names.ts';
import type { Node, Variable } from '../../source/source-file.ts';
import { parentOf } from '../../source/walk.ts';
import type { Known } from './known.ts';

/** An object with what is written to it after it was made: such an option may be anything. */
export function lateWritesOf(variable: Variable, known: Known): Known {
  if (known.k !== 'table') return known;
  const isWritten = variable.references.some(({ identifier }) => isChanged(identifier));
  return isWritten ? { ...known, isOpen: true } : known;
}

/** `options.max = 5`, `options.pool.max = 5`, `Object.assign(options, more)`. */
function isChanged(identifier: Node): boolean {
  let node = identifier;
  let parent = parentOf(node);
  while (parent?.type === 'MemberExpression' && parent.object === node) {
    node = parent;
    parent = parentOf(node);
  }
  if (parent?.type === 'AssignmentExpression') return parent.left === node && node !== identifier;
  if (parent?.type === 'UnaryExpression') return parent.operator === 'delete';
  return parent?.type === 'CallExpression' && parent.arguments[0] === node && mergesInto(parent);
}

function mergesInto({ callee }: Extract<Node, { type: 'CallExpression' }>): boolean {
  const name = callee.type === 'MemberExpression' ? propertyName(callee) : identifierName(callee);
  return /^(?:assign|merge|extend|defaults|defaultsDeep|set)$/.test(name ?? '');
}
