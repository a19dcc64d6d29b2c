import type { Omission } from '../../analysis/hold-facts.ts';
import type { FunctionNode, Node } from '../../source/source-file.ts';
import type { Span } from '../../span.ts';
import { beginningsOf, leaseTypesOf, poolTypesOf } from '../driver-types.ts';
import { insert } from '../edit.ts';
import type { NoWay, Way } from '../hold/way.ts';
import { callsIn, methodOf } from '../move/steps.ts';
import { carryOption } from './option.ts';
import type { Handle } from './statement.ts';
import type { EditSource } from '../source.ts';

/** Passes the handle behind all that a call passes. */
export function passAlong(
  at: Span,
  owner: FunctionNode,
  name: string,
  source: EditSource,
): Way | NoWay {
  const call = source.nodeAt(at);
  if (call?.type !== 'CallExpression')
    return { reason: 'A function on the way is not called by name.' };
  if (call.arguments.some(({ type }) => type === 'SpreadElement')) {
    return { reason: 'A call on the way spreads its arguments.' };
  }
  if (call.arguments.length !== owner.params.length) {
    return { reason: 'A call on the way leaves parameters out.' };
  }
  return append(call, name, source);
}

/** Passes the handle where a function takes one already. */
export function passOmitted(
  { call: at, position, key }: Omission,
  owner: Node | undefined,
  { name, ...handle }: Pick<Handle, 'name' | 'package' | 'type'>,
  source: EditSource,
): Way | NoWay {
  if (owner === undefined || beginsOther(owner, handle, source)) {
    return { reason: 'The function that takes it begins a transaction on what it is given.' };
  }
  const call = source.nodeAt(at);
  if (call?.type !== 'CallExpression')
    return { reason: 'A function on the way is not called by name.' };
  const carries = { methods: { there: position }, ...(key !== undefined && { option: key }) };
  return carryOption(call, carries, { name, mayBeMissing: false, method: 'there' }, source);
}

/** Whether a function calls what begins a transaction on a root, and not on the handle of one. */
function beginsOther(
  owner: Node,
  { package: name, type }: Pick<Handle, 'package' | 'type'>,
  source: EditSource,
): boolean {
  const pools = poolTypesOf(name, source);
  const own = [...leaseTypesOf(name, source), ...pools].filter(one => one.type === type);
  const known = own.flatMap(beginningsOf);
  const begins = pools.flatMap(beginningsOf).filter(one => !known.includes(one));
  return callsIn(owner).some(call => begins.includes(methodOf(call) ?? ''));
}

function append(
  call: {
    readonly arguments: readonly { readonly range: readonly number[] }[];
    readonly range: readonly number[];
  },
  name: string,
  { file }: EditSource,
): Way {
  const end = call.arguments.at(-1)?.range[1];
  const behind = call.range[1] ?? 0;
  const edit =
    end === undefined ? insert(file.path, behind - 1, name) : insert(file.path, end, `, ${name}`);
  return { edits: [edit] };
}
