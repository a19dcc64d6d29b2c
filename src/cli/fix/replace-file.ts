import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Gives a file new bytes in one step: whoever looks sees the old ones or the new ones, never a part.
 *
 * The bytes go to a file beside it, which then takes its name. Mode bits and owner stay; a link is
 * followed, and stays a link.
 */
export function replaceFile(path: string, bytes: Uint8Array): void {
  const target = realPathOf(path);
  mkdirSync(dirname(target), { recursive: true });
  const fresh = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  const file = openSync(fresh, 'w', 0o666);
  try {
    writeWhole(file, bytes);
    keepAttributes(target, fresh);
    renameSync(fresh, target);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
}

function realPathOf(path: string): string {
  return statSync(path, { throwIfNoEntry: false }) === undefined ? path : realpathSync(path);
}

/** On disk before it gets its name: a machine that loses power keeps the old file or the new one. */
function writeWhole(file: number, bytes: Uint8Array): void {
  try {
    for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function keepAttributes(from: string, to: string): void {
  const old = statSync(from, { throwIfNoEntry: false });
  if (old === undefined) return;
  chmodSync(to, old.mode & 0o7777);
  const { uid, gid } = statSync(to);
  // Only root may give files away; for everybody else a new file is their own, as an editor's would be.
  const isRoot = process.getuid?.() === 0;
  if (isRoot && (uid !== old.uid || gid !== old.gid)) chownSync(to, old.uid, old.gid);
}
