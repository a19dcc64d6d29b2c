import type { Lease } from '../../analysis/facts.ts';
import type { Node } from '../../source/source-file.ts';
import { functionAround, isWithin, nodesIn } from '../../source/walk.ts';
import { insert, replace, type NewFile } from '../edit.ts';
import { installedVersion, isAtLeast } from '../installed.ts';
import type { EditSource } from '../source.ts';
import { canAwait, isMentionedIn, seatOf } from '../statements.ts';
import { importAdapterFile, importAdapterPackage, type Adapter } from './adapter.ts';
import { awaitReturned } from './await-returned.ts';
import type { Binding } from './binding.ts';
import { findBinding, isBound } from './binding.ts';
import { whyOutlives } from './outlives.ts';
import { isStuck, removeReleases } from './releases.ts';
import { notFor, type NoWay, type Way } from './way.ts';

/** Lets `await using` end the lease with its block, through the driver's own disposer or `lease()`. */
export function declareUsing(
  lease: Lease,
  source: EditSource,
): (Way & { readonly creates?: readonly NewFile[] }) | NoWay {
  const { language, file } = source;
  if (language.using === 'no') return notFor(language.whyNoUsing ?? '`using` may not be written.');
  const binding = findBinding(lease, source);
  if (!isBound(binding)) return { reason: binding.reason };
  const declaration = binding.statement;
  const reason = whyNotUsing(lease, binding) ?? whyOutlives(binding);
  if (reason !== undefined || declaration.type !== 'VariableDeclaration') {
    return { reason: reason ?? 'Its variable is declared elsewhere.' };
  }
  const rest = binding.list.slice(binding.index + 1);
  const removal = removeReleases(lease, binding, rest, source);
  if (isStuck(removal)) return removal;
  const wait = findWaitBehind(lease, binding, rest, source);
  if (wait !== undefined) {
    return { reason: `It would be held while line ${file.lineOf(wait.range[0])} waits.` };
  }
  if (removal.destroys.length > 0)
    return { reason: 'It is closed when something fails; a disposer cannot tell.' };
  const start = declaration.range[0];
  const keyword = { file: file.path, start, end: start + declaration.kind.length };
  const edits = [
    replace(keyword, 'await using'),
    ...removal.edits,
    ...awaitReturned({ lease, binding, source }, rest),
  ];
  if (hasOwnDisposer(lease, source)) return { edits };
  const wrapped =
    source.adapter === 'file'
      ? wrapValue(lease, binding, source)
      : askPackage(lease, binding, source);
  return 'reason' in wrapped ? wrapped : { ...wrapped, edits: [...edits, ...wrapped.edits] };
}

/** `lease(await pool.connect(), client => client.release())`. */
function wrapValue({ giveBack }: Lease, binding: Binding, source: EditSource): Adapter | NoWay {
  const value = initialOf(binding);
  const adapter = importAdapterFile(source);
  if (value === undefined || 'reason' in adapter) return adapter;
  const { path } = source.file;
  const [start, end] = value.range;
  const parameter = source.style.hasBareArrows ? binding.name : `(${binding.name})`;
  const wrapped = [
    insert(path, start, 'lease('),
    insert(path, end, `, ${parameter} => ${giveBack})`),
  ];
  return { ...adapter, edits: [...wrapped, ...adapter.edits] };
}

/** `await lease(pool)`: the runtime of this package acquires by itself. */
function askPackage({ giveBack }: Lease, binding: Binding, source: EditSource): Adapter | NoWay {
  const { call, name } = binding;
  const value = initialOf(binding);
  const pool = poolIn(call);
  const isPlain = value?.type === 'AwaitExpression' && value.argument === call;
  if (pool === undefined || !isPlain || giveBack !== `${name}.release()`) {
    return {
      reason: '`lease()` of the package is for pools with `connect()` or `getConnection()`.',
    };
  }
  const adapter = importAdapterPackage(source);
  if ('reason' in adapter) return adapter;
  const [start, end] = call.range;
  const asked = replace({ file: source.file.path, start, end }, `lease(${source.textOf(pool)})`);
  return { ...adapter, edits: [asked, ...adapter.edits] };
}

function poolIn(call: Node): Node | undefined {
  if (call.type !== 'CallExpression' || call.arguments.length > 0) return undefined;
  const { callee } = call;
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return undefined;
  return /^(?:connect|getConnection)$/.test(callee.property.name) ? callee.object : undefined;
}

function initialOf({ statement }: Pick<Binding, 'statement'>): Node | undefined {
  const first = statement.type === 'VariableDeclaration' ? statement.declarations[0] : undefined;
  return first?.init ?? undefined;
}

function whyNotUsing(lease: Lease, binding: Binding): string | undefined {
  const { handling } = lease;
  if (handling.isTransaction || lease.isGivenAway) {
    return 'Its success ends it in a way of its own; `await using` would end it too.';
  }
  if (handling.begins.length > 0)
    return 'A transaction is begun on it; a disposer cannot tell whether it failed.';
  if (!canAwait(functionAround(binding.call))) return 'The function is not `async`.';
  if (binding.kind !== 'declared') return 'Its variable is declared elsewhere.';
  if (binding.variable.references.filter(one => one.isWrite()).length > 1) {
    return 'Its variable gets another value later.';
  }
  const emptied = binding.list.some(one => isFinallyOnly(one, lease));
  return emptied
    ? 'Its `finally` does nothing else; it is as safe with a longer `try`.'
    : undefined;
}

function isFinallyOnly(statement: Node, { handling }: Lease): boolean {
  const only = statement.type === 'TryStatement' ? statement.finalizer?.body[0] : undefined;
  return handling.releases.some(
    ({ start }) => only && only.range[0] <= start && start < only.range[1],
  );
}

/** What is awaited behind the last statement that needs the connection: a block would hold it that long. */
function findWaitBehind(
  { handling }: Lease,
  { variable }: Binding,
  rest: readonly Node[],
  source: EditSource,
): Node | undefined {
  const last = rest.findLastIndex(one => isMentionedIn(variable, one));
  const releases = handling.releases.flatMap(span => source.nodeAt(span) ?? []);
  const isIn = (block: Node, one: Node): boolean => isWithin(block, one);
  const behind = (list: readonly Node[], from: number): readonly Node[] => list.slice(from + 1);
  const inside = releases.flatMap(release => {
    const seat = seatOf(release);
    return seat && rest.some(one => isIn(one, release)) ? behind(seat.list, seat.index) : [];
  });
  const free = [...behind(rest, last), ...inside].filter(one => !isMentionedIn(variable, one));
  return free.flatMap(one => awaitsIn(one))[0];
}

/** What a statement awaits in its own function. */
function awaitsIn(statement: Node): readonly Node[] {
  return nodesIn(statement).filter(
    node =>
      (node.type === 'AwaitExpression' || (node.type === 'ForOfStatement' && node.await)) &&
      functionAround(node) === functionAround(statement),
  );
}

/** Whether the driver's disposer, in the version that is installed, releases and never commits. */
function hasOwnDisposer({ handling, package: name }: Lease, { file, textAt }: EditSource): boolean {
  const { dispose, disposeBy, disposeSince = '0' } = handling;
  if ((dispose !== 'release' && dispose !== 'rollback') || disposeBy === 'sync') return false;
  const version = installedVersion(name, { file, textAt });
  return version !== undefined && isAtLeast(version, disposeSince);
}
