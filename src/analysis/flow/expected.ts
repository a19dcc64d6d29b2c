import { propertyName } from '../../source/names.ts';
import type { Node } from '../../source/source-file.ts';
import { parentOf } from '../../source/walk.ts';

/** Assertions of node:assert, AVA, tap and Chai that what they are passed fails. */
const FAILING = /^(?:rejects|throws|throwsAsync|rejectedWith)$/;

/** What Jest, Vitest and Chai say behind `expect(…)`. */
const EXPECTING = /^(?:rejects|rejected\w*|toThrow\w*|throw)$/;

/** `assert.rejects(() => client.query('select 1'))`: whether a test says of a place that it fails. */
export function isExpectedToFail(node: Node): boolean {
  for (let outer = parentOf(node); outer !== undefined; outer = parentOf(outer)) {
    if (outer.type !== 'CallExpression') continue;
    const { callee } = outer;
    const name = callee.type === 'MemberExpression' ? propertyName(callee) : undefined;
    if (name !== undefined && FAILING.test(name)) return true;
    if (callee.type === 'Identifier' && callee.name === 'expect') return isFollowed(outer);
  }
  return false;
}

/** `expect(…).rejects.toThrow()`, `expect(…).to.throw()` */
function isFollowed(expected: Node): boolean {
  let inner = expected;
  for (let outer = parentOf(inner); outer !== undefined; outer = parentOf(inner)) {
    if (outer.type === 'MemberExpression' && outer.object === inner) {
      if (EXPECTING.test(propertyName(outer) ?? '')) return true;
    } else if (outer.type !== 'CallExpression' || outer.callee !== inner) {
      return false;
    }
    inner = outer;
  }
  return false;
}
