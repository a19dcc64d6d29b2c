import type { ClassLike } from '../../evidence/shape.ts';
import type { Node } from '../../source/source-file.ts';
import { fillingAt, membersOfThis } from './fields.ts';
import type { Exit, Flow } from './flow.ts';

/** Methods that a framework calls once, before anything else. */
const HOOKS = /^(?:constructor|on[A-Z]\w*Init|onApplicationBootstrap|before\w*)$/;

/** Methods that a user calls once, before anything else. */
const STARTS =
  /^(?:init|initiali[sz]e|setup|start|open|connect|boot|bootstrap|create|build|run|main|load|prepare|ready)$/;

/**
 * Where a method fills a field of its class that an earlier call may have filled.
 *
 * Only when the class shows that this happens: another method that is no start-up calls this one, some
 * method releases the field, and this method does not look at the field before it acquires.
 */
export function findRefill(flow: Flow, exit: Exit, id: string): Node | undefined {
  const filling = fillingAt(flow, exit, id);
  if (filling === undefined || isStart(filling.name)) return undefined;
  const { body, name, members, site } = filling;
  const isReleased = members.some(member => isReleasedBy(member, site.type.release));
  return isReleased && isCalledAgain(body.parent, name) ? site.node : undefined;
}

/** Whether a function's name says that it is called once, before anything else. */
export function isStart(name: string): boolean {
  return STARTS.test(name) || isHook(name);
}

/** Whether a framework calls methods of this name once, before anything else. */
export function isHook(name: string): boolean {
  return HOOKS.test(name);
}

function isCalledAgain(owner: ClassLike, name: string): boolean {
  for (const member of owner.body.body) {
    if (member.type !== 'MethodDefinition' || member.key.type !== 'Identifier') continue;
    if (member.key.name === name || isStart(member.key.name)) continue;
    if (membersOfThis(member, name).some(isCallee)) return true;
  }
  return false;
}

function isCallee(node: Node): boolean {
  return node.parent?.type === 'CallExpression' && node.parent.callee === node;
}

function isReleasedBy({ parent: outer }: Node, release: readonly string[]): boolean {
  if (outer?.type !== 'MemberExpression') return false;
  return outer.property.type === 'Identifier' && release.includes(outer.property.name);
}
