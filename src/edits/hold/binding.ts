import type { Lease } from '../../analysis/facts.ts';
import type { Node, Variable } from '../../source/source-file.ts';
import type { EditSource } from '../source.ts';
import { seatOf, type Seat } from '../statements.ts';

/** The variable that holds a lease, and the statement after which it does. */
export interface Binding extends Seat {
  /** `declared` with the lease; `assigned` later; `opened`: made before, and connected here. */
  readonly kind: 'declared' | 'assigned' | 'opened';
  readonly name: string;
  readonly variable: Variable;
  /** The call that acquires. */
  readonly call: Node;
}

/** Why there is no such variable. */
export interface Unbound {
  readonly reason: string;
}

/** The variable that a lease is put into by a statement of its own. */
export function findBinding(lease: Lease, source: EditSource): Binding | Unbound {
  const call = source.nodeAt(lease.handling.call);
  if (call === undefined) return { reason: 'The call that acquires it was not found.' };
  const seat = seatOf(call);
  if (seat === undefined) return { reason: 'It is acquired inside an expression.' };
  const value = valueAround(call);
  const { parent } = value;
  if (parent?.type === 'VariableDeclarator' && parent.init === value) {
    const isAlone = parent.parent === seat.statement && parent.parent.declarations.length === 1;
    if (!isAlone) return { reason: 'It is declared together with other variables.' };
    return bind(source, call, parent.id, 'declared', seat);
  }
  if (parent?.type === 'AssignmentExpression' && parent.right === value) {
    const isAlone = parent.parent === seat.statement && parent.operator === '=';
    if (!isAlone) return { reason: 'It is assigned inside an expression.' };
    return bind(source, call, parent.left, 'assigned', seat);
  }
  if (value.parent === seat.statement && lease.standalone) {
    return bind(source, call, receiverOf(call), 'opened', seat);
  }
  return { reason: 'No variable of this function holds it.' };
}

/** Tells a binding from the reason why there is none. */
export function isBound(found: Binding | Unbound): found is Binding {
  return 'variable' in found;
}

/** What the call's value goes through before it is kept: `(await call) as Type`. */
function valueAround(call: Node): Node {
  let value = call;
  for (let outer = call.parent; outer; outer = outer.parent) {
    const isTransparent =
      outer.type === 'AwaitExpression' ||
      outer.type === 'TSAsExpression' ||
      outer.type === 'TSNonNullExpression' ||
      outer.type === 'TSSatisfiesExpression' ||
      outer.type === 'ChainExpression';
    if (!isTransparent) break;
    value = outer;
  }
  return value;
}

function receiverOf(call: Node): Node {
  const isMethod = call.type === 'CallExpression' && call.callee.type === 'MemberExpression';
  return isMethod && call.callee.type === 'MemberExpression' ? call.callee.object : call;
}

function bind(
  source: EditSource,
  call: Node,
  target: Node,
  kind: Binding['kind'],
  seat: Seat,
): Binding | Unbound {
  if (target.type !== 'Identifier') {
    return { reason: 'It is kept in a field or a pattern, which outlives this block.' };
  }
  const variable = source.file.variableOf(target);
  if (variable === undefined) return { reason: `\`${target.name}\` is declared in no file.` };
  return { ...seat, kind, name: target.name, variable, call };
}
