import type { TimeoutOption } from '../../drivers/pool-options.ts';
import type { TimeLimit } from '../pool-facts.ts';
import { foundFor, isInUrl, numbersOf } from './found.ts';
import type { Given } from './given-options.ts';

/** What bounds a time, and whether it does. */
export function timeLimitOf(given: Given, limit: TimeoutOption, isOpen: boolean): TimeLimit {
  const { of, name, unit = 'ms', suggested, instead = [] } = limit;
  const other = instead[0];
  return {
    of,
    option: name,
    unit,
    value: limitInForce(given, limit, isOpen),
    ...(suggested !== undefined && suggested !== null && { suggested }),
    ...(other && { instead: { option: other.name, suggested: other.suggested } }),
  };
}

function limitInForce(
  given: Given,
  { name, over = [], under = [], instead = [], default: byDefault }: TimeoutOption,
  isOpen: boolean,
): number | null | undefined {
  // Something else bounds it, or may.
  if (instead.some(one => bounds(given, one))) return undefined;
  const found = name === undefined ? undefined : foundFor(given, { name, over, under });
  if (found === 'open' || (found === undefined && isOpen)) return undefined;
  if (found === undefined) {
    const isAnywhere = name !== undefined && isInUrl(given.options, name);
    return isAnywhere && given.urls.some(({ known }) => known.k !== 'value')
      ? undefined
      : byDefault;
  }
  if (found.isDoubtful) return undefined;
  const all = numbersOf(found.known);
  // Whoever reads a variable without a fallback means to have a limit.
  if (all.includes(undefined)) return undefined;
  const least = Math.min(...all.map(Number));
  return least === 0 || least === Infinity ? null : Number.isNaN(least) ? undefined : least;
}

function bounds(
  given: Given,
  { name, default: byDefault }: { readonly name: string; readonly default?: number },
): boolean {
  const found = foundFor(given, { name });
  if (found === undefined) return byDefault !== undefined;
  if (found === 'open' || found.known.k !== 'value') return true;
  const { value } = found.known;
  if (typeof value === 'boolean') return !value;
  return value === 'false' || Number(value) > 0;
}
