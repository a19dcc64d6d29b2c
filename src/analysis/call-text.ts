import type { Node, SourceFile } from '../source/source-file.ts';
import { textOf } from './print.ts';

function calleeOf(node: Node): Node {
  return node.type === 'CallExpression' || node.type === 'NewExpression' ? node.callee : node;
}

/** A call as a message names it, with `new` where code says it; of a long chain only the last link. */
export function callText(file: SourceFile, node: Node): string {
  const callee = calleeOf(node);
  if (callee === node) return textOf(file, node);
  const prefix = node.type === 'NewExpression' ? 'new ' : '';
  const text = file.text.slice(callee.range[0], callee.range[1]).replaceAll(/\s+/g, ' ');
  const fits = text.length <= MAX_CALLEE;
  if (fits || callee.type !== 'MemberExpression') return `${prefix}${textOf(file, callee)}()`;
  return `${prefix}…${lastWords(file, callee)}()`;
}

const MAX_CALLEE = 48;

function lastWords(file: SourceFile, callee: Extract<Node, { type: 'MemberExpression' }>): string {
  const { object, property } = callee;
  const name = file.text.slice(property.range[0], property.range[1]);
  const owner =
    object.type === 'MemberExpression' && !object.computed ? object.property : undefined;
  const prefix = owner ? `.${file.text.slice(owner.range[0], owner.range[1])}` : '';
  return `${prefix}.${name}`;
}

/** Where a call is reported: its callee, or only the method where a chain runs over several lines. */
export function anchorOf(file: SourceFile, node: Node): Node {
  const callee = calleeOf(node);
  if (callee.type !== 'MemberExpression') return callee;
  const isOneLine = file.lineOf(callee.range[0]) === file.lineOf(callee.range[1]);
  return isOneLine ? callee : callee.property;
}
