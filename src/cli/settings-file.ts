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
  let text = '';
  try {
    text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${nameOf(path, cwd)}${placeIn(text, reason)} cannot be read: ${reason}`);
  }
}

/** `:3:7`, of a message that counts characters; newer versions of Node say the line as well. */
function placeIn(text: string, reason: string): string {
  const offset = /at position (\d+)/.exec(reason)?.[1];
  if (offset === undefined) return '';
  const before = text.slice(0, Number(offset)).split('\n');
  return `:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

function fieldOf(value: unknown, field: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, field) ? (value as Record<string, unknown>)[field] : undefined;
}

function nameOf(path: string, cwd: string): string {
  return relative(cwd, path);
}
