import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseSettings, type Settings } from '../settings.ts';
import { UsageError } from './terminal.ts';

const fileName = 'pool.config.json';

/**
 * The settings for a folder: `pool.config.json`, else the key `pool` of `package.json`, of the folder
 * itself or of the nearest one above it in the same repository; none are needed.
 */
export function readSettings(cwd: string): Settings {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const own = join(folder, fileName);
    if (existsSync(own))
      return parseSettings(readJson(own, cwd), { file: nameOf(own, cwd), path: '' });
    const manifest = join(folder, 'package.json');
    const settings = existsSync(manifest) ? fieldOf(readJson(manifest, cwd), 'pool') : undefined;
    if (settings !== undefined)
      return parseSettings(settings, { file: nameOf(manifest, cwd), path: 'pool' });
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) break;
  }
  return parseSettings(undefined, { file: fileName, path: '' });
}

function readJson(path: string, cwd: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${nameOf(path, cwd)} cannot be read: ${reason}`);
  }
}

function fieldOf(value: unknown, field: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, field) ? (value as Record<string, unknown>)[field] : undefined;
}

function nameOf(path: string, cwd: string): string {
  return relative(cwd, path);
}
