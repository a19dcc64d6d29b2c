import { insert, replace, type Edit } from '../../src/edits/edit.ts';
import type { Node, SourceFile } from '../../src/source/source-file.ts';
import { functionAround, nodesIn } from '../../src/source/walk.ts';
import { holdsIn, usesOf, type Hold } from './holds-in.ts';

/** One way in which correct code is broken. */
export interface Breakage {
  readonly name: string;
  /** The rules of which one has to notice. */
  readonly rules: readonly string[];
  /** What breaks a hold, when it has what is broken. */
  readonly breaks: (hold: Hold, file: SourceFile) => readonly Edit[] | undefined;
}

/** The place in the source of something broken, and how. */
export interface Mutant {
  readonly breakage: Breakage;
  readonly hold: Hold;
  readonly edits: readonly Edit[];
}

/** All that can be broken in a file. */
export function mutantsOf(file: SourceFile): readonly Mutant[] {
  return holdsIn(file).flatMap(hold =>
    breakages.flatMap(breakage => {
      const edits = breakage.breaks(hold, file);
      return edits === undefined ? [] : [{ breakage, hold, edits }];
    }),
  );
}

const leaks = ['no-leaked-connection'];
const misuses = ['no-use-after-release', 'no-concurrent-queries', 'no-open-transaction', ...leaks];

/** As `goals` name them: delete a `finally`, move a release, drop an `await`, swap pool and client. */
const breakages: readonly Breakage[] = [
  { name: 'no finally', rules: leaks, breaks: dropFinally },
  { name: 'no release', rules: leaks, breaks: dropRelease },
  { name: 'release before the last use', rules: misuses, breaks: releaseEarly },
  { name: 'no await', rules: misuses, breaks: dropAwait },
  {
    name: 'pool in place of the client',
    rules: ['no-nested-acquire', 'no-pool-in-transaction', 'no-transaction-on-pool'],
    breaks: usePool,
  },
];

/** What a `finally` does is done behind the `try`. */
function dropFinally({ guard }: Hold, { text, path }: SourceFile): readonly Edit[] | undefined {
  if (!guard?.finalizer || !leavesByThrow(guard.handler)) return undefined;
  const { block, handler, finalizer } = guard;
  const kept =
    handler === null ? text.slice(...block.range) : text.slice(guard.range[0], handler.range[1]);
  const [start, end] = guard.range;
  return [
    replace(
      { file: path, start, end },
      `${kept}\n${text.slice(finalizer.range[0] + 1, finalizer.range[1] - 1)}`,
    ),
  ];
}

/** Behind a `catch` that goes on, what follows is done in any case. */
function leavesByThrow(handler: Extract<Node, { type: 'CatchClause' }> | null): boolean {
  return handler === null || handler.body.body.at(-1)?.type === 'ThrowStatement';
}

function dropRelease({ releases }: Hold, { path }: SourceFile): readonly Edit[] | undefined {
  const [release] = releases;
  if (release === undefined || releases.length > 1) return undefined;
  return [replace({ file: path, start: release.range[0], end: release.range[1] }, ';')];
}

/** The release of a `finally` is done before the last statement of the `try` that uses the connection. */
function releaseEarly(hold: Hold, { text, path }: SourceFile): readonly Edit[] | undefined {
  const [release] = hold.releases;
  const last = hold.guard?.block.body.findLast(one => usesOf(hold, one).length > 0);
  if (release === undefined || last === undefined || hold.releases.length > 1) return undefined;
  const [start, end] = release.range;
  const moved = text.slice(start, end);
  return [insert(path, last.range[0], `${moved}\n`), replace({ file: path, start, end }, ';')];
}

/** The last statement that the connection runs before its release is not waited for. */
function dropAwait(hold: Hold, { path }: SourceFile): readonly Edit[] | undefined {
  const awaits = nodesIn(hold.guard?.block ?? hold.owner).filter(
    (node): node is Extract<Node, { type: 'AwaitExpression' }> =>
      node.type === 'AwaitExpression' && functionAround(node) === hold.owner,
  );
  const last = awaits.findLast(node => isCallOn(hold, node.argument));
  if (hold.guard === undefined || last === undefined || last !== awaits.at(-1)) return undefined;
  // What is done with the result would fail at once, and show it.
  if (!/^(?:ExpressionStatement|ReturnStatement)$/.test(last.parent.type)) return undefined;
  return [replace({ file: path, start: last.range[0], end: last.argument.range[0] }, '')];
}

function isCallOn({ name }: Hold, node: Node): boolean {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false;
  const { object, property } = node.callee;
  const isStatement = 'name' in property && /^(?:query|execute)$/.test(property.name);
  return isStatement && object.type === 'Identifier' && object.name === name;
}

/** The first statement that a `try` awaits goes to the pool. */
function usePool(hold: Hold, { path }: SourceFile): readonly Edit[] | undefined {
  const { pool, guard } = hold;
  if (pool === undefined || guard === undefined) return undefined;
  const call = nodesIn(guard.block).find(
    node => node.parent?.type === 'AwaitExpression' && isCallOn(hold, node),
  );
  if (call?.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return undefined;
  const [start, end] = call.callee.object.range;
  return [replace({ file: path, start, end }, pool)];
}
