import { dirname, isAbsolute, join, resolve } from 'node:path';
import { createAliases, readConfig, toAlias, type Alias, type Aliases } from './aliases.ts';
import { isRelative } from './names.ts';

const NAMES = ['deno.json', 'deno.jsonc'];

/**
 * The import map of the nearest `deno.json`, or of the file that it names.
 *
 * It gives the paths of files, and packages under the names that all others know them by.
 */
export function createImportMaps(): Aliases {
  return createAliases(folder => {
    const config = NAMES.map(name => readConfig(join(folder, name))).find(Boolean);
    return config === undefined ? undefined : mappedBy(config, folder);
  });
}

/** Which package a specifier means: `pg` for `dep:pg` that is mapped, and for `npm:pg@8`. */
export function packageNamed(imports: Aliases, specifier: string, from: string): string {
  const mapped = imports(specifier, from).find(one => !isAbsolute(one)) ?? specifier;
  return mapped.replace(/^npm:\/?((?:@[^/]+\/)?[^/@]+)(?:@[^/]*)?/, '$1');
}

/** A member of a workspace that has no map has the one above. */
function mappedBy(config: unknown, folder: string): readonly Alias[] | undefined {
  const map = memberOf(config, 'importMap');
  if (typeof map !== 'string') return toAliases(memberOf(config, 'imports'), folder);
  const path = resolve(folder, map);
  return toAliases(memberOf(readConfig(path), 'imports'), dirname(path));
}

function toAliases(imports: unknown, folder: string): readonly Alias[] | undefined {
  if (typeof imports !== 'object' || imports === null) return undefined;
  return Object.entries(imports).flatMap(([key, target]: [string, unknown]) => {
    if (typeof target !== 'string') return [];
    const whole = isRelative(target) ? resolve(folder, target) : target.replace(/\/$/, '');
    // What ends in a slash stands for all below it.
    return key.endsWith('/') ? toAlias(`${key}*`, [`${whole}/*`]) : toAlias(key, [whole]);
  });
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}
