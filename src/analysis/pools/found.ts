import type { NumberOption, PoolOptions } from '../../drivers/pool-options.ts';
import type { Span } from '../../span.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import type { Sized } from '../pool-facts.ts';
import { spanOf } from '../spans.ts';
import type { Given } from './given-options.ts';
import type { Entry, Known } from './known.ts';
import { entryAt, textsOf } from './known.ts';

/** A number as the options and the connection string give it. */
export interface Found {
  readonly option: string;
  readonly from: Exclude<Sized['from'], 'default'>;
  readonly known: Known;
  readonly file: SourceFile;
  readonly node: Node;
  readonly isDoubtful: boolean;
}

/** Whether a connection string may set an option. */
export function isInUrl({ url }: PoolOptions, name: string): boolean {
  return Object.values(url?.sets ?? {}).includes(name);
}

/** The option that counts: of the names for it the first that is set, then the connection string. */
export function foundFor(
  given: Given,
  option: Pick<NumberOption, 'name' | 'over' | 'under'>,
): Found | undefined | 'open' {
  const names = [...(option.over ?? []), option.name, ...(option.under ?? [])];
  const entries = names.map(name => ({ name, entry: entryAt(given.table, name) }));
  const set = entries.find(
    ({ entry }) => entry !== undefined && entry !== 'open' && !isUnset(entry),
  );
  const fromUrl = urlParameter(given, option.name);
  if (fromUrl !== undefined && set === undefined) return fromUrl;
  if (set?.entry !== undefined && set.entry !== 'open') {
    const { known, file, node, isDoubtful = false } = set.entry;
    const beaten = entries.slice(0, entries.indexOf(set)).some(({ entry }) => entry === 'open');
    return {
      option: set.name,
      from: 'option',
      known,
      file,
      node,
      isDoubtful: isDoubtful || beaten,
    };
  }
  return entries.some(({ entry }) => entry === 'open') ? 'open' : undefined;
}

function isUnset({ known }: Entry): boolean {
  return known.k === 'value' && known.value === undefined;
}

/** What a connection string in sight says under a name. */
function urlParameter({ options, urls }: Given, option: string): Found | undefined {
  const parameters = Object.entries(options.url?.sets ?? {}).flatMap(([parameter, target]) =>
    target === option ? [parameter] : [],
  );
  for (const { known, file, node } of urls) {
    const found = textsOf(known).flatMap(text =>
      parameters.flatMap(name => {
        const value = parameterOf(text, name);
        return value === undefined ? [] : [{ name, value }];
      }),
    );
    const [first] = found;
    if (first === undefined) continue;
    const value: Known = { k: 'value', value: first.value };
    return { option: first.name, from: 'url', known: value, file, node, isDoubtful: false };
  }
  return undefined;
}

/** The value of a parameter in a connection string. */
export function parameterOf(text: string, name: string): string | undefined {
  const escaped = name.replaceAll(/\W/g, '\\$&');
  return new RegExp(`[?&]${escaped}=([^&#\\s]*)`).exec(text)?.[1];
}

/** Where a node stands; places of other files are no places of findings. */
export function placeIn(
  creation: SourceFile,
  file: SourceFile,
  node: Node,
): { readonly at: Span | undefined; readonly line: number | undefined } {
  if (file !== creation) return { at: undefined, line: undefined };
  return { at: spanOf(file, node), line: file.lineOf(node.range[0]) };
}

/** The numbers that a value may be; `undefined` for those that nobody knows. */
export function numbersOf(known: Known): readonly (number | undefined)[] {
  switch (known.k) {
    case 'value':
      return [known.value === undefined || known.value === null ? undefined : Number(known.value)];
    case 'variable':
      return known.fallback === undefined ? [undefined] : numbersOf(known.fallback);
    case 'either':
      return known.of.flatMap(numbersOf);
    default:
      return [undefined];
  }
}
