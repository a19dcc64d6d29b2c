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
    const isSetByUrl = isInUrl(given.options, option.name);
    const [variable] = addressVariables(given);
    const mayBeSet = found === undefined && variable !== undefined && isSetByUrl;
    return {
      option: option.name,
      from: 'default',
      value: found === 'open' ? undefined : option.default,
      ...(mayBeSet && { variable }),
      ...(isSetByUrl && { isInUrl: true }),
      ...(found === undefined && option.otherwise && { otherwise: option.otherwise }),
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

/** The environment variables that hold the connection string; where the code names none, the one that convention names. */
export function addressVariables({ options, urls }: Given): readonly string[] {
  if (urls.length > 0) return urls.flatMap(({ known }) => variablesOf(known));
  return options.url?.variable === undefined ? [] : [options.url.variable];
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
