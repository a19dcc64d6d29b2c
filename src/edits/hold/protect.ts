import type { Lease } from '../../analysis/facts.ts';
import { functionAround } from '../../source/walk.ts';
import type { EditSource } from '../source.ts';
import { canAwait, tryAround } from '../statements.ts';
import { findBinding, isBound } from './binding.ts';
import { endEnclosingTry, extendTry, intoHandler } from './extend-try.ts';
import { endingFor } from './ending.ts';
import { guardRelease } from './guard-release.ts';
import { whyOutlives } from './outlives.ts';
import { regionAfter, regionToEnd } from './region.ts';
import { finishChain } from './chain.ts';
import { releaseOnlyOwn } from './own-only.ts';
import { releaseAtOnce } from './release-at-once.ts';
import { releaseBeforeExits } from './spot.ts';
import { notFor, isNoWay, type Held, type NoWay, type Way } from './way.ts';
import { catchRegion, wrapRegion } from './wrap-region.ts';

const UNREPAIRED: Readonly<Record<string, string>> = {
  overwrite:
    'The variable gets another connection first: which one is meant to last, a person must say.',
  race: 'Two calls fill one field: that takes another design.',
  refill: 'The field may hold an earlier connection: that takes another design.',
  forgotten: 'Which method is the last to use the field, a person must say.',
};

/** The ways to make a lease end on every path, the plainest first. */
export function* protect(lease: Lease, source: EditSource): Iterable<Way | NoWay> {
  const [exit] = lease.openExits;
  const reason = exit && UNREPAIRED[exit.kind];
  if (reason !== undefined) yield { reason };
  if (lease.isInCallback) return yield notFor('A callback receives it, where no `finally` helps.');
  const binding = findBinding(lease, source);
  if (!isBound(binding)) {
    yield releaseOnlyOwn(lease, source);
    yield finishChain(lease, source);
    yield releaseAtOnce(lease, source);
    return yield { reason: binding.reason };
  }
  const later = whyOutlives(binding);
  if (later !== undefined) return yield { reason: later };
  const owner = functionAround(binding.call);
  if (lease.handling.isAsync && !canAwait(owner)) {
    return yield { reason: 'Giving it back takes an `await`, and the function is not `async`.' };
  }
  const held = { lease, binding, source };
  const isEndedBySuccess = lease.handling.isTransaction || lease.isGivenAway;
  yield* isEndedBySuccess ? waysToCatch(held) : waysToEnd(held);
}

function* waysToEnd(held: Held): Iterable<Way | NoWay> {
  const { lease, binding, source } = held;
  if (lease.handling.isReleasedElsewhere) {
    return yield { reason: 'A function in another file gives it back on some paths.' };
  }
  const around = binding.kind === 'declared' ? undefined : tryAround(binding.call);
  if (around) yield doubtful(endEnclosingTry(held, around));
  yield extendTry(held, false);
  const region = regionAfter(binding, source.file);
  if (region !== undefined) yield wrapRegion(held, region, false);
  yield doubtful(extendTry(held, true));
  if (region !== undefined) yield doubtful(wrapRegion(held, region, true));
  yield* guardRelease(held);
  yield releaseBeforeExits(held);
  // What stands behind the release is no part of the hold.
  if (region !== undefined && lease.isEverReleased) return;
  const whole = regionToEnd(binding);
  if (whole === undefined) return yield notFor('Nothing follows the acquire.');
  if (whole.to !== region?.to) yield doubtful(wrapRegion(held, whole, false));
}

/** Such a way adds a statement on failure, or holds for longer: a person should look once. */
function doubtful(way: Way | NoWay): Way | NoWay {
  return isNoWay(way) ? way : { ...way, isDoubtful: true };
}

/** The function's own success ends it, or hands it on: only a failure gives it back. */
function* waysToCatch(held: Held): Iterable<Way | NoWay> {
  const { binding, source, lease } = held;
  yield releaseBeforeExits(held);
  const next = binding.list[binding.index + 1];
  const around = next?.type === 'TryStatement' ? next : tryAround(binding.call);
  if (around?.handler) {
    const mayBeMissing = next !== around;
    const ending = endingFor(lease, binding, source, { destroys: [], mayBeMissing });
    const [line] = ending?.lines ?? [];
    if (line !== undefined) yield doubtful({ edits: intoHandler(held, around, line) });
  }
  const region = regionAfter(binding, source.file);
  if (region === undefined) return yield notFor('Nothing follows the acquire.');
  yield doubtful(catchRegion(held, region));
}
