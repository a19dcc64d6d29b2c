import { isWithin } from '../../source/walk.ts';
import type { Lease } from '../../analysis/facts.ts';
import type { Node } from '../../source/source-file.ts';
import { replace } from '../edit.ts';
import { lineEnd, lineStart } from '../lines.ts';
import type { EditSource } from '../source.ts';
import { seatOf } from '../statements.ts';
import { indentationAt } from '../style.ts';
import { awaitReturned } from './await-returned.ts';
import type { Binding } from './binding.ts';
import { regionAfter } from './region.ts';
import { notFor, type NoWay, type Way } from './way.ts';
import { contentStart, wrapInTry } from './wrap.ts';

/**
 * `const client = given ?? (await pool.connect())` with `if (!given) client.release()`: the release goes into
 * a `finally` with the condition that it has.
 */
export function releaseOnlyOwn(lease: Lease, source: EditSource): Way | NoWay {
  const binding = findMaybeOwn(lease, source);
  if (binding === undefined) return notFor('No variable of this function holds it.');
  const guards = lease.handling.releases.map(span => guardOf(source.nodeAt(span), binding.list));
  const [guard] = guards;
  if (guard === undefined || guards.length > 1) {
    return {
      reason: 'It may be given by somebody, and no single `if` tells when to give it back.',
    };
  }
  const { file } = source;
  const region = regionAfter(binding, file);
  const first = binding.list[binding.index + 1];
  const last = region && binding.list[region.to];
  if (region === undefined || first === undefined || last === undefined || first === guard) {
    return notFor('Nothing follows the acquire.');
  }
  // What is said of the release goes with it.
  const from = contentStart(source, guard) ?? lineStart(file.text, guard.range[0]);
  const to = lineEnd(file.text, guard.range[1]);
  const own = indentationAt(file.text, guard.range[0]);
  const lines = file.text
    .slice(from, to)
    .split(/\r?\n/)
    .map(line => line.replace(own, ''));
  const next = file.text.indexOf('\n', to) + 1 || to;
  const lost = [replace({ file: file.path, start: from, end: next }, '')];
  const wrapped = wrapInTry(source, [first, last], { finally: lines }, lost);
  if (wrapped === undefined) return { reason: 'Its statements share lines with others.' };
  const within = binding.list.slice(binding.index + 1, region.to + 1);
  const awaited = awaitReturned({ lease, binding, source }, within);
  return { edits: [...wrapped, ...lost, ...awaited], isDoubtful: true };
}

/** The variable that holds either what was given, or the lease. */
function findMaybeOwn({ handling }: Lease, source: EditSource): Binding | undefined {
  const call = source.nodeAt(handling.call);
  const seat = call && seatOf(call);
  let value = call;
  for (let outer = value?.parent; outer; outer = outer.parent) {
    const isChoice =
      outer.type === 'AwaitExpression' ||
      (outer.type === 'LogicalExpression' && outer.right === value) ||
      (outer.type === 'ConditionalExpression' && outer.test !== value);
    if (!isChoice) break;
    value = outer;
  }
  const declarator = value?.parent;
  if (call === undefined || seat === undefined) return undefined;
  if (declarator?.type !== 'VariableDeclarator' || declarator.id.type !== 'Identifier') {
    return undefined;
  }
  if (declarator.parent !== seat.statement || declarator.parent.declarations.length > 1) {
    return undefined;
  }
  const variable = source.file.variableOf(declarator.id);
  return variable && { ...seat, kind: 'declared', name: declarator.id.name, variable, call };
}

/** The `if` of a list that does nothing but the release. */
function guardOf(call: Node | undefined, list: readonly Node[]): Node | undefined {
  const guard = call && list.find(one => isWithin(one, call));
  if (guard?.type !== 'IfStatement' || guard.alternate) return undefined;
  const { consequent } = guard;
  const only = consequent.type === 'BlockStatement' ? consequent.body : [consequent];
  return only.length === 1 && only[0]?.type === 'ExpressionStatement' ? guard : undefined;
}
