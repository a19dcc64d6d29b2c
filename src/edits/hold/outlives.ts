import { identifierName } from '../../source/names.ts';
import type { Node } from '../../source/source-file.ts';
import { functionAround, isFunction } from '../../source/walk.ts';
import type { Binding } from './binding.ts';

/** Why a connection may still be used when its function has returned; `undefined` when nothing says so. */
export function whyOutlives({ variable, call }: Binding): string | undefined {
  const owner = functionAround(call);
  for (const { identifier } of variable.references) {
    const inner = outermostIn(owner, identifier);
    if (inner === undefined) continue;
    if (isReturned(inner)) return 'A function that is returned uses it.';
    if (runsLater(inner)) return 'A function that runs later uses it.';
  }
  return undefined;
}

/** The function right inside of another in which a node stands. */
function outermostIn(owner: Node, node: Node): Node | undefined {
  let found: Node | undefined;
  for (let outer: Node | null | undefined = node; outer && outer !== owner; outer = outer.parent) {
    if (isFunction(outer)) found = outer;
  }
  return found;
}

const KEPT: ReadonlySet<string> = new Set(['Property', 'ObjectExpression', 'ArrayExpression']);

function isReturned(inner: Node): boolean {
  let outer = inner.parent;
  while (outer && KEPT.has(outer.type)) outer = outer.parent;
  return outer?.type === 'ReturnStatement';
}

/** It is called at once and nobody waits for it there, or a timer calls it. */
function runsLater(inner: Node): boolean {
  const { parent } = inner;
  if (parent?.type !== 'CallExpression') return false;
  if (parent.callee !== inner) return TIMERS.test(identifierName(parent.callee) ?? '');
  return isFunction(inner) && inner.async && parent.parent.type !== 'AwaitExpression';
}

const TIMERS = /^set(?:Timeout|Interval|Immediate)$/;
