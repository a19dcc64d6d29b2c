import { identifierName, propertyName } from '../source/names.ts';
import type { Node } from '../source/source-file.ts';
import { walk } from '../source/walk.ts';
import type { ClassLike } from './shape.ts';

/** What a class assigns to its members in its own body. */
export interface ClassWrites {
  /** `this.pool = …` in constructors, methods and arrow functions. */
  readonly ofInstance: ReadonlyMap<string, readonly Node[]>;
  /** `this.pool = …` in static members, `Db.pool = …` anywhere. */
  readonly ofClass: ReadonlyMap<string, readonly Node[]>;
}

const known = new WeakMap<ClassLike, ClassWrites>();

/** The assignments in a class's body, collected once. */
export function classWritesOf(node: ClassLike): ClassWrites {
  const old = known.get(node);
  if (old !== undefined) return old;
  const ofInstance = new Map<string, Node[]>();
  const ofClass = new Map<string, Node[]>();
  const className = identifierName(node.id);
  for (const member of node.body.body) {
    const isStatic = member.type === 'StaticBlock' || ('static' in member && member.static);
    collect(member, (target, name, value) => {
      const isByName = className !== undefined && identifierName(target) === className;
      const map = isByName || isStatic ? ofClass : ofInstance;
      if (isByName || target.type === 'ThisExpression') add(map, name, value);
    });
  }
  const writes = { ofInstance, ofClass };
  known.set(node, writes);
  return writes;
}

/** Reports every `target.name = value` below a member where `this` is the member's. */
function collect(member: Node, report: (target: Node, name: string, value: Node) => void): void {
  walk(member, node => {
    if (node.type === 'FunctionDeclaration' || node.type === 'ClassExpression') return false;
    if (node.type === 'ClassDeclaration') return false;
    if (node.type === 'FunctionExpression' && node.parent !== member) return false;
    if (node.type !== 'AssignmentExpression' || node.left.type !== 'MemberExpression') return true;
    const name = propertyName(node.left);
    if (name !== undefined && /^(\?\?|\|\|)?=$/.test(node.operator)) {
      report(node.left.object, name, node.right);
    }
    return true;
  });
}

function add(map: Map<string, Node[]>, name: string, value: Node): void {
  const values = map.get(name);
  if (values === undefined) map.set(name, [value]);
  else values.push(value);
}
