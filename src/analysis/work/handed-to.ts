import type { Node, SourceFile } from '../../source/source-file.ts';
import { functionAround, isFunction, nodesIn } from '../../source/walk.ts';
import type { Questions } from '../flow/questions.ts';
import { unwrap } from '../lower/expressions.ts';
import { isLease } from './borrowers.ts';
import type { Origin } from './pool-work.ts';
import { isHandle } from './there.ts';

/**
 * `const orders = new Orders(tx)`: whether a class is made around a place with a connection that is held
 * there, so that its field may be that as well as a pool.
 */
export function isHandedTo(
  questions: Questions,
  file: SourceFile,
  at: Node,
  { identity }: Origin,
): boolean {
  if (identity?.startsWith('field ') !== true) return false;
  const owner = outermostAround(at);
  return owner !== undefined && nodesIn(owner).some(isMadeWith);

  function isMadeWith(node: Node): boolean {
    if (node.type !== 'NewExpression' || !node.arguments.some(isConnection)) return false;
    const made = questions.shapeOf(file, node.callee);
    if (made?.kind !== 'class') return false;
    return identity?.startsWith(`field ${made.file.path}:${made.node.range[0]} `) === true;
  }

  function isConnection(argument: Node): boolean {
    const value = unwrap(argument);
    return isHandle(questions, file, value) || isLease(questions.shapeOf(file, value));
  }
}

function outermostAround(node: Node): Node | undefined {
  let owner: Node | undefined;
  for (let outer = functionAround(node); isFunction(outer); outer = functionAround(outer)) {
    owner = outer;
  }
  return owner;
}
