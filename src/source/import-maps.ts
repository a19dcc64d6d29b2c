import { dirname, join, resolve } from 'node:path';
import { createAliases, readConfig, toAlias, type Alias, type Aliases } from './aliases.ts';

const NAMES = ['deno.json', 'deno.jsonc'];

/**
 * Reads the import map of the nearest `deno.json`, or of the file that it names.
 *
 * Of what it maps only files are asked for here: a package stays one under any name.
 */
export function createImportMaps(): Aliases {
  return createAliases(folder => {
    const config = NAMES.map(name => readConfig(join(folder, name))).find(Boolean);
    return config === undefined ? undefined : mappedBy(config, folder);
  });
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
    if (typeof target !== 'string' || !/^\.{0,2}\//.test(target)) return [];
    const path = resolve(folder, target);
    // What ends in a slash stands for all below it.
    return key.endsWith('/') ? toAlias(`${key}*`, [`${path}/*`]) : toAlias(key, [path]);
  });
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}
