import type { PoolOptions } from '../../drivers/pool-options.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import type { Trap } from '../pool-facts.ts';
import { parameterOf, placeIn } from './found.ts';
import type { Given, Url } from './given-options.ts';
import { entryAt, textsOf } from './known.ts';

/** What is written and does not do what it says. */
export function trapsOf(given: Given, creation: SourceFile): readonly Trap[] {
  const { url, ignored = [] } = given.options;
  const inOptions = ignored.flatMap(name => {
    const entry = entryAt(given.table, name);
    if (entry === undefined || entry === 'open') return [];
    return toTrap(creation, entry.file, entry.node, { text: name, in: 'options' });
  });
  const inUrl = given.urls.flatMap(one => trapsIn(one, url, creation));
  return [...inOptions, ...inUrl];
}

function trapsIn(one: Url, url: PoolOptions['url'], creation: SourceFile): readonly Trap[] {
  return textsOf(one.known).flatMap(text => {
    const wrong = [
      ...(url?.ignored ?? []).map(name => [name, undefined] as const),
      ...Object.entries(url?.broken ?? {}),
    ];
    return wrong.flatMap(([name, gives]) => {
      const value = parameterOf(text, name);
      if (value === undefined) return [];
      const trap = {
        text: `?${name}=${value}`,
        in: 'url',
        ...(gives !== undefined && { gives }),
      } as const;
      return toTrap(creation, one.file, one.node, trap);
    });
  });
}

function toTrap(
  creation: SourceFile,
  file: SourceFile,
  node: Node,
  trap: Pick<Trap, 'text' | 'in' | 'gives'>,
): readonly Trap[] {
  const { at, line } = placeIn(creation, file, node);
  return at === undefined || line === undefined ? [] : [{ ...trap, at, line }];
}
