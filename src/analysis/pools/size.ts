import type { NumberOption } from '../../drivers/pool-options.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { Sized } from '../pool-facts.ts';
import { foundFor, isInUrl, numbersOf, placeIn } from './found.ts';
import type { Given } from './given-options.ts';
import type { Known } from './known.ts';
import { variablesOf } from './known.ts';

/** The number that is in force for an option. */
export function sizedOf(given: Given, option: NumberOption, creation: SourceFile): Sized {
  const found = foundFor(given, option);
  if (found === undefined || found === 'open') {
    const variable = given.urls.flatMap(({ known }) => variablesOf(known))[0];
    const mayBeSet =
      found === undefined && variable !== undefined && isInUrl(given.options, option.name);
    return {
      option: option.name,
      from: 'default',
      value: found === 'open' ? undefined : option.default,
      ...(mayBeSet && { variable }),
      at: undefined,
      line: undefined,
    };
  }
  const [variable] = variablesOf(found.known);
  const value = found.isDoubtful ? undefined : largest(found.known, option);
  const isZero = !found.isDoubtful && numbersOf(found.known).every(one => one === 0);
  const place = placeIn(creation, found.file, found.node);
  return {
    option: found.option,
    from: variable === undefined ? found.from : 'environment',
    value,
    ...(isZero && value !== 0 && { written: 0 }),
    ...(variable !== undefined && { variable }),
    ...place,
  };
}

/** The largest number that a value may be; `undefined` when one of them is not known. */
function largest(known: Known, option: NumberOption): number | null | undefined {
  const all = numbersOf(known).map(value => inForce(value, option));
  if (all.length === 0 || all.includes(undefined)) return undefined;
  if (all.includes(null)) return null;
  return Math.max(...all.map(Number));
}

function inForce(
  value: number | undefined,
  { zero, default: byDefault }: NumberOption,
): number | null | undefined {
  if (value === 0 && zero === 'unset') return byDefault;
  if (value === 0 && zero === 'unlimited') return null;
  return value === Infinity ? null : value;
}
