import { readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Finds the files that relative specifiers mean in the listings of their folders, each read once. */
export interface Listings {
  /** The file at a path, under the first of these endings that it has there; `undefined` when in doubt. */
  find(base: string, endings: readonly string[]): string | undefined;
  /** The file that stands for a folder without a manifest; `undefined` when in doubt. */
  findIndex(folder: string, endings: readonly string[]): string | undefined;
  /** The nearest folder, this one or above, that may say what packages and aliases are there. */
  configuredAround(folder: string): string;
}

/** What stands under a name in a folder; links are for others to follow. */
type Entry = 'file' | 'folder' | 'link';

/** Listings of no folder yet. */
export function createListings(): Listings {
  const listings = new Map<string, ReadonlyMap<string, Entry> | undefined>();

  function listingOf(folder: string): ReadonlyMap<string, Entry> | undefined {
    if (!listings.has(folder)) listings.set(folder, read(folder));
    return listings.get(folder);
  }

  function find(base: string, endings: readonly string[]): string | undefined {
    const folder = dirname(base);
    const name = basename(base);
    const listing = listingOf(folder);
    if (listing === undefined) return undefined;
    for (const ending of endings) {
      const entry = listing.get(name + ending);
      if (entry === 'link') return undefined;
      if (entry === 'file') return join(folder, name + ending);
    }
    return undefined;
  }

  const configured = new Map<string, string>();

  function configuredAround(folder: string): string {
    const known = configured.get(folder) ?? findConfigured(folder);
    configured.set(folder, known);
    return known;
  }

  function findConfigured(folder: string): string {
    const listing = listingOf(folder);
    const above = dirname(folder);
    // Of a folder that is a link nobody knows here what is above it.
    if (listing === undefined || above === folder) return folder;
    return CONFIGURING.some(name => listing.has(name)) ? folder : configuredAround(above);
  }

  return {
    find,
    configuredAround,
    findIndex(folder, endings) {
      if (listingOf(dirname(folder))?.get(basename(folder)) !== 'folder') return undefined;
      if (listingOf(folder)?.has('package.json') !== false) return undefined;
      return find(join(folder, 'index'), endings);
    },
  };
}

/** What decides where packages and aliases are looked for. */
const CONFIGURING = [
  'package.json',
  'tsconfig.json',
  'jsconfig.json',
  'deno.json',
  'deno.jsonc',
  'node_modules',
];

/** What a folder holds; `undefined` for one that is not there, or stands elsewhere than its path says. */
function read(folder: string): ReadonlyMap<string, Entry> | undefined {
  try {
    if (realpathSync.native(folder) !== folder) return undefined;
    const entries = readdirSync(folder, { withFileTypes: true });
    return new Map(
      entries.map(one => [one.name, one.isFile() ? 'file' : one.isDirectory() ? 'folder' : 'link']),
    );
  } catch {
    // Not a folder, or one that may not be read: somebody else says what is there.
    return undefined;
  }
}
