import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What stands for paths: `@/*` for files below `src`. */
export interface Alias {
  readonly before: string;
  readonly after: string;
  readonly isOpen: boolean;
  /** Absolute, with the `*` that is filled in. */
  readonly targets: readonly string[];
}

/** The paths, without endings, that a specifier may mean by the nearest file that says so. */
export type Aliases = (specifier: string, from: string) => readonly string[];

/** Looks for aliases in each folder from the importer upwards; the first folder that has any file of the kind decides. */
export function createAliases(
  aliasesIn: (folder: string) => readonly Alias[] | undefined,
): Aliases {
  const byFolder = new Map<string, readonly Alias[]>();
  const aliasesFor = (folder: string): readonly Alias[] => {
    const known = byFolder.get(folder);
    if (known !== undefined) return known;
    const above = dirname(folder);
    const found = aliasesIn(folder) ?? (above === folder ? [] : aliasesFor(above));
    byFolder.set(folder, found);
    return found;
  };
  return (specifier, from) => aliasesFor(dirname(from)).flatMap(one => targetsOf(one, specifier));
}

/** An alias as it is spelled: a `*` stands for anything. */
export function toAlias(key: string, targets: readonly string[]): Alias {
  const [before = '', after = ''] = key.split('*');
  return { before, after, isOpen: key.includes('*'), targets };
}

function targetsOf(alias: Alias, specifier: string): readonly string[] {
  const { before, after, isOpen, targets } = alias;
  if (!isOpen) return specifier === before ? targets : [];
  const isFitting =
    specifier.startsWith(before) &&
    specifier.endsWith(after) &&
    specifier.length >= before.length + after.length;
  if (!isFitting) return [];
  const star = specifier.slice(before.length, specifier.length - after.length);
  return targets.map(target => target.replace('*', () => star));
}

/** A file of JSON that may have comments and trailing commas; `undefined` when there is none. */
export function readConfig(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  const plain = text
    .replaceAll(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*.*?\*\//gs, (_, quoted: string = '') => quoted)
    .replaceAll(/,(?=\s*[}\]])/g, '');
  try {
    return JSON.parse(plain);
  } catch {
    // What is wrong in it, others have told.
    return {};
  }
}
