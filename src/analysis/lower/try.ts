import type { TSESTree } from '@typescript-eslint/types';
import type { NodeId, Place } from '../graph.ts';
import type { Node } from '../../source/source-file.ts';
import { assignPattern, declaredNames } from './assignments.ts';
import type { Builder, Targets } from './builder.ts';
import { lowerValue } from './expressions.ts';
import { lowerStatement, lowerStatements } from './statements.ts';

/** Lowers try, catch and finally; the finally block is copied for each way into it. */
export function lowerTry(
  b: Builder,
  node: TSESTree.TryStatement,
  next: NodeId,
  targets: Targets,
): NodeId {
  const { finalizer } = node;
  if (!finalizer) return lowerProtected(b, node, next, targets);
  const guard = guarded(targets, target => lowerStatement(b, finalizer, target, targets));
  return lowerProtected(b, node, guard.around(() => next)(), guard.targets);
}

function lowerProtected(
  b: Builder,
  node: TSESTree.TryStatement,
  next: NodeId,
  targets: Targets,
): NodeId {
  const { handler } = node;
  if (!handler) return lowerStatement(b, node.block, next, targets);
  const entry = lowerHandler(b, handler, next, targets);
  return lowerStatement(b, node.block, next, { ...targets, onThrow: () => entry });
}

function lowerHandler(
  b: Builder,
  handler: TSESTree.CatchClause,
  next: NodeId,
  targets: Targets,
): NodeId {
  const body = lowerStatement(b, handler.body, next, targets);
  for (const name of declaredNames(handler.param)) b.declare(name);
  if (handler.param?.type === 'Identifier') {
    return b.step({ op: 'catch', to: b.placeOf(handler.param), node: handler }, body, targets);
  }
  const to = b.temporary();
  const bound = handler.param ? assignPattern(b, handler.param, to, body, targets) : body;
  return b.step({ op: 'catch', to, node: handler }, bound, targets);
}

interface Guard {
  readonly targets: Targets;
  around(target: () => NodeId): () => NodeId;
}

/**
 * Targets that run `cleanup` on the way out.
 *
 * One copy for each target, made when something first goes there; so a return inside three nested
 * `finally` blocks costs three copies, not a power.
 */
function guarded(targets: Targets, cleanup: (target: NodeId, isThrown: boolean) => NodeId): Guard {
  const copies = new Map<NodeId, NodeId>();
  const around =
    (target: () => NodeId, isThrown = false) =>
    (): NodeId => {
      const to = target();
      const known = copies.get(to);
      if (known !== undefined) return known;
      const copy = cleanup(to, isThrown);
      copies.set(to, copy);
      return copy;
    };
  const wrap = (map: Targets['breaks']): Targets['breaks'] =>
    new Map([...map].map(([label, target]) => [label, around(target)]));
  const inner = {
    ...targets,
    onThrow: around(targets.onThrow, true),
    onReturn: around(targets.onReturn),
    breaks: wrap(targets.breaks),
    continues: wrap(targets.continues),
  };
  return { around, targets: inner };
}

/** Lowers `using` and `await using`: the rest of the block, then the disposal on every way out. */
export function lowerUsing(
  b: Builder,
  node: TSESTree.VariableDeclaration,
  rest: readonly Node[],
  next: NodeId,
  targets: Targets,
): NodeId {
  const [declarator, ...others] = node.declarations;
  if (declarator === undefined) return lowerStatements(b, rest, next, targets);
  for (const name of declaredNames(declarator.id)) b.declare(name);
  const what: Place = b.temporary();
  const isAsync = node.kind === 'await using';
  const guard = guarded(targets, (target, thrown) =>
    b.step({ op: 'dispose', what, async: isAsync, thrown, node: declarator }, target, targets),
  );
  const done = guard.around(() => next)();
  const inner =
    others.length > 0
      ? lowerUsing(b, { ...node, declarations: others } as typeof node, rest, done, guard.targets)
      : lowerStatements(b, rest, done, guard.targets);
  const bound = assignPattern(b, declarator.id, what, inner, targets);
  const value = lowerValue(b, declarator.init ?? declarator.id, targets);
  return value.emit(
    b.step({ op: 'set', to: what, from: value.operand, node: declarator }, bound, targets),
  );
}
