import { isFunction, nodesIn } from '../../source/walk.ts';
import type { Node } from '../../source/source-file.ts';
import type { Exit, Flow, LeaseSite } from './flow.ts';
import { leasesIn } from './reach.ts';

/** A method that fills a field of its class with a connection. */
export interface Filling {
  readonly owner: Node;
  /** The method's name. */
  readonly name: string;
  readonly body: Extract<Node, { type: 'ClassBody' }>;
  readonly field: string;
  /** Where the class names the field. */
  readonly members: readonly Node[];
  readonly site: LeaseSite;
}

/** The method that ends at an exit, where it keeps a lease in a field that it does not look at before it acquires. */
export function fillingAt(flow: Flow, exit: Exit, id: string): Filling | undefined {
  const { owner } = flow.graph;
  const method = owner.parent;
  if (!isFunction(owner) || method?.type !== 'MethodDefinition' || method.static) return undefined;
  const body = method.parent;
  if (method.key.type !== 'Identifier' || body.type !== 'ClassBody') return undefined;
  const field = fieldWith(exit, id);
  const site = flow.session.sites.of(id);
  if (field === undefined || site === undefined) return undefined;
  const members = membersOfThis(body, field);
  const isBefore = ({ range }: Node): boolean =>
    range[0] >= owner.range[0] && range[0] < site.node.range[0];
  if (members.some(member => isBefore(member) && !isWritten(member))) return undefined;
  return { owner, name: method.key.name, body, field, members, site };
}

/** The field of `this` that holds a lease at an exit. */
function fieldWith(exit: Exit, id: string): string | undefined {
  for (const [key, value] of exit.state.env) {
    const match = /this@\d+\.([\w#]+)$/.exec(key);
    if (match && leasesIn(exit.state, value).has(id)) return match[1];
  }
  return undefined;
}

/** Every `this.name` below a node; private names with their sign. */
export function membersOfThis(root: Node, name: string): readonly Node[] {
  return nodesIn(root).filter(node => {
    if (node.type !== 'MemberExpression' || node.object.type !== 'ThisExpression') return false;
    const { property } = node;
    if (property.type === 'PrivateIdentifier') return `#${property.name}` === name;
    return property.type === 'Identifier' && property.name === name;
  });
}

/** Whether a member is given a value. */
export function isWritten(node: Node): boolean {
  return node.parent?.type === 'AssignmentExpression' && node.parent.left === node;
}
