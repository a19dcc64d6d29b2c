import { existsSync } from 'node:fs';
import { globSync } from 'tinyglobby';

/** What a bench over folders is asked for: `FOLDER… [--json FILE]`. Folders that are not there are left out. */
export function readArguments(args: readonly string[]): {
  readonly folders: readonly string[];
  readonly json: string | undefined;
} {
  const at = args.indexOf('--json');
  const folders = (at < 0 ? args : args.slice(0, at)).filter(existsSync);
  return { folders, json: at < 0 ? undefined : args[at + 1] };
}

/** The sources below a folder as absolute paths, tests and whatever else people wrote included. */
export function sourcesIn(folder: string): readonly string[] {
  return globSync(['**/*.{ts,tsx,js,jsx,mjs,cjs,mts,cts}'], {
    cwd: folder,
    absolute: true,
    ignore: ['**/node_modules/**', '**/dist/**', '**/*.min.js', '**/*.d.ts'],
  }).sort();
}
