import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolderOf } from './cache-folder.ts';
import { replaceFile } from './replace-file.ts';

/** A file that a run changes: its bytes before, `undefined` when it is new, and after. */
export interface Change {
  /** Absolute path. */
  readonly path: string;
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array;
}

/** What a run with `--write` changed, so that it can be taken back. */
export interface FixRecord {
  /** When, as an ISO date. */
  readonly at: string;
  readonly files: readonly RecordedFile[];
}

/** One file of a record. */
export interface RecordedFile {
  readonly path: string;
  /** Its bytes in base64; `null` for a file that was not there. */
  readonly before: string | null;
  /** The hash of what was written. */
  readonly after: string;
}

const name = 'last-fix.json';

/** Keeps what is about to be written; the record of an earlier run gives way to it. */
export function saveRecord(changes: readonly Change[], cwd: string): void {
  const record: FixRecord = {
    at: new Date().toISOString(),
    files: changes.map(({ path, before, after }) => ({
      path,
      before: before === undefined ? null : Buffer.from(before).toString('base64'),
      after: hashOf(after),
    })),
  };
  mkdirSync(cacheFolderOf(cwd), { recursive: true });
  replaceFile(placeOf(cwd), Buffer.from(JSON.stringify(record)));
}

/** The record of the last run with `--write` that was not taken back, if there is one. */
export function readRecord(cwd: string): FixRecord | undefined {
  try {
    // Only `saveRecord` writes this file.
    return JSON.parse(readFileSync(placeOf(cwd), 'utf8')) as FixRecord;
  } catch {
    return undefined;
  }
}

/** Forgets the last run. */
export function dropRecord(cwd: string): void {
  rmSync(placeOf(cwd), { force: true });
}

/** What tells bytes from others. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function placeOf(cwd: string): string {
  return join(cacheFolderOf(cwd), name);
}
