import type { Node } from '../../source/source-file.ts';
import { awaitReturned } from './await-returned.ts';
import { endingFor, rollBackLine } from './ending.ts';
import type { Region } from './region.ts';
import { isStuck, removeReleases } from './releases.ts';
import type { Held, NoWay, Way } from './way.ts';
import { notFor } from './way.ts';
import { wrapInTry } from './wrap.ts';

const SHARED_LINE = 'Its statements share lines with others.';

/** Puts the hold into a `try` whose `finally` gives the connection back. */
export function wrapRegion(held: Held, region: Region, rollsBack: boolean): Way | NoWay {
  const { lease, binding, source } = held;
  const ends = endsOf(binding.list, region);
  if (ends === undefined) return notFor('Nothing follows the acquire.');
  const removal = removeReleases(
    lease,
    binding,
    binding.list.slice(region.from, region.to + 1),
    source,
  );
  if (isStuck(removal)) return removal;
  const { destroys } = removal;
  const ending = endingFor(lease, binding, source, { destroys, mayBeMissing: false });
  if (ending === undefined) return { reason: 'It is closed in more than one way.' };
  const rollBack = rollsBack ? rollBackLine(lease, binding, source) : undefined;
  if (rollsBack && rollBack === undefined) return notFor('Nothing rolls back on it.');
  const wrapped = wrapInTry(
    source,
    ends,
    {
      finally: ending.lines,
      before: ending.declaration,
      ...(rollBack !== undefined && { caught: [rollBack] }),
    },
    removal.edits,
  );
  if (wrapped === undefined) return { reason: SHARED_LINE };
  const awaited = awaitReturned(held, binding.list.slice(region.from, region.to + 1));
  return { edits: [...wrapped, ...removal.edits, ...ending.edits, ...awaited] };
}

/** Puts the hold into a `try` whose `catch` gives the connection back: the success has its own end. */
export function catchRegion(held: Held, region: Region): Way | NoWay {
  const { lease, binding, source } = held;
  const ends = endsOf(binding.list, region);
  if (ends === undefined) return notFor('Nothing follows the acquire.');
  const ending = endingFor(lease, binding, source, { destroys: [], mayBeMissing: false });
  const wrapped = wrapInTry(source, ends, { caught: ending?.lines ?? [] }, []);
  if (wrapped === undefined) return { reason: SHARED_LINE };
  return {
    edits: [...wrapped, ...awaitReturned(held, binding.list.slice(region.from, region.to + 1))],
  };
}

function endsOf(list: readonly Node[], { from, to }: Region): readonly [Node, Node] | undefined {
  const first = list[from];
  const last = list[to];
  return first && last ? [first, last] : undefined;
}
