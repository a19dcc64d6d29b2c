import type { ClassLike } from '../../evidence/shape.ts';
import type { Node } from '../../source/source-file.ts';
import { nodesIn } from '../../source/walk.ts';
import { isFunction } from '../../source/walk.ts';
import type { Exit, Flow } from './flow.ts';
import { leasesIn } from './reach.ts';

/** Methods that a framework or a user calls once, before anything else. */
const STARTS =
  /^(?:constructor|init|initiali[sz]e|setup|start|open|connect|boot|bootstrap|create|build|run|main|load|prepare|ready|on[A-Z]\w*Init|onApplicationBootstrap|before\w*)$/;

/**
 * Where a method fills a field of its class that an earlier call may have filled.
 *
 * Only when the class shows that this happens: another method that is no start-up calls this one, some
 * method releases the field, and this method does not look at the field before it acquires.
 */
export function findRefill(flow: Flow, exit: Exit, id: string): Node | undefined {
  const { owner } = flow.graph;
  const method = owner.parent;
  if (!isFunction(owner) || method?.type !== 'MethodDefinition' || method.static) return undefined;
  if (method.key.type !== 'Identifier' || isStart(method.key.name)) return undefined;
  const field = fieldWith(exit, id);
  const site = flow.session.sites.of(id);
  const body = method.parent;
  if (field === undefined || site === undefined || body.type !== 'ClassBody') return undefined;
  const members = membersOfThis(owner).filter(member => member.name === field);
  if (
    members.some(member => member.node.range[0] < site.node.range[0] && !isWritten(member.node))
  ) {
    return undefined;
  }
  const isCalled = isCalledAgain(body.parent, method.key.name);
  return isCalled && isReleased(body, field, site.type.release) ? site.node : undefined;
}

/** Whether a function's name says that it is called once, before anything else. */
export function isStart(name: string): boolean {
  return STARTS.test(name);
}

/** The field of `this` that holds a lease at an exit. */
function fieldWith(exit: Exit, id: string): string | undefined {
  for (const [key, value] of exit.state.env) {
    const match = /this@\d+\.([\w#]+)$/.exec(key);
    if (match && leasesIn(exit.state, value).has(id)) return match[1];
  }
  return undefined;
}

interface Member {
  readonly name: string;
  readonly node: Node;
}

/** Every `this.x` below a node. */
function membersOfThis(root: Node): readonly Member[] {
  const found: Member[] = [];
  for (const node of nodesIn(root)) {
    if (node.type !== 'MemberExpression' || node.object.type !== 'ThisExpression') continue;
    const { property } = node;
    if (property.type === 'Identifier') found.push({ name: property.name, node });
    else if (property.type === 'PrivateIdentifier') found.push({ name: `#${property.name}`, node });
  }
  return found;
}

function isWritten(node: Node): boolean {
  return node.parent?.type === 'AssignmentExpression' && node.parent.left === node;
}

function isCalledAgain(owner: ClassLike, name: string): boolean {
  for (const member of owner.body.body) {
    if (member.type !== 'MethodDefinition' || member.key.type !== 'Identifier') continue;
    if (member.key.name === name || isStart(member.key.name)) continue;
    if (membersOfThis(member).some(one => one.name === name && isCallee(one.node))) return true;
  }
  return false;
}

function isCallee(node: Node): boolean {
  return node.parent?.type === 'CallExpression' && node.parent.callee === node;
}

function isReleased(body: Node, field: string, release: readonly string[]): boolean {
  return membersOfThis(body).some(({ name, node }) => {
    const outer = node.parent;
    if (name !== field || outer?.type !== 'MemberExpression') return false;
    return outer.property.type === 'Identifier' && release.includes(outer.property.name);
  });
}
