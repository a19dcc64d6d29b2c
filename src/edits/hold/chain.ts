import type { Lease } from '../../analysis/facts.ts';
import type { FunctionNode, Node } from '../../source/source-file.ts';
import { functionAround, isFunction } from '../../source/walk.ts';
import { insert } from '../edit.ts';
import { deleteStatement } from '../lines.ts';
import type { EditSource } from '../source.ts';
import { indentationAt } from '../style.ts';
import { notFor, type NoWay, type Way } from './way.ts';

/** `pool.connect().then(client => client.query())`: the chain that the handler gives gets a `finally()`. */
export function finishChain(lease: Lease, source: EditSource): Way | NoWay {
  const handler = handlerOf(lease, source);
  if (handler === undefined) return notFor('No handler of a promise receives it.');
  if (handler.async) return { reason: 'The handler that receives it is `async`.' };
  const chain = chainOf(handler);
  if (chain?.type !== 'CallExpression') {
    return { reason: 'The handler that receives it gives no promise that is in sight.' };
  }
  const edits = [];
  for (const span of lease.handling.releases) {
    const call = source.nodeAt(span);
    const statement = call?.parent;
    if (call?.type !== 'CallExpression' || statement?.type !== 'ExpressionStatement') {
      return { reason: 'It is given back inside an expression.' };
    }
    if (call.arguments.length > 0) return { reason: 'It is closed when something fails.' };
    if (functionAround(call) === handler) {
      return { reason: 'It is given back before its promise is done.' };
    }
    edits.push(deleteStatement(source.file, statement));
  }
  return {
    edits: [...edits, insert(source.file.path, chain.range[1], ending(chain, lease, source))],
    isDoubtful: true,
  };
}

/** The function that is passed to `then()` of the acquire. */
function handlerOf(lease: Lease, source: EditSource): FunctionNode | undefined {
  const call = source.nodeAt(lease.handling.call);
  const member = call?.parent;
  if (member?.type !== 'MemberExpression' || member.object !== call) return undefined;
  const isThen = member.property.type === 'Identifier' && member.property.name === 'then';
  const outer = member.parent;
  if (!isThen || outer?.type !== 'CallExpression' || outer.callee !== member) return undefined;
  const [first] = outer.arguments;
  const parameter = isFunction(first) ? first.params[0] : undefined;
  const isNamed = parameter?.type === 'Identifier' && parameter.name === lease.name;
  return isNamed && isFunction(first) ? first : undefined;
}

/** The promise that a handler gives: its only expression, or what its last statement returns. */
function chainOf({ body }: FunctionNode): Node | undefined {
  if (body?.type !== 'BlockStatement') return body ?? undefined;
  const last = body.body.at(-1);
  return last?.type === 'ReturnStatement' ? (last.argument ?? undefined) : undefined;
}

/** On a line of its own where the last link stands on one. */
function ending(chain: Node, { giveBack }: Lease, { file, style }: EditSource): string {
  const call = `.finally(() => ${giveBack})`;
  const member = chain.type === 'CallExpression' ? chain.callee : chain;
  if (member.type !== 'MemberExpression') return call;
  const dot = member.object.range[1];
  const between = file.text.slice(dot, member.property.range[0]);
  const at = dot + between.indexOf('.');
  return between.includes('\n') ? `${style.newline}${indentationAt(file.text, at)}${call}` : call;
}
