import { readFileSync, rmSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { UsageError } from '../terminal.ts';
import { saveRecord, type Change } from './record.ts';
import { replaceFile } from './replace-file.ts';

/** A run that did not change the files as it should. The message says why, and how they are now. */
export class WriteError extends Error {
  override name = 'WriteError';
}

/**
 * Writes all changes or none.
 *
 * What stands in the way of one file takes the others back, and so does Ctrl-C. A process that is
 * killed in between leaves whole files and a record for `--undo`.
 */
export async function writeAll(changes: readonly Change[], cwd: string): Promise<void> {
  const moved = changes.filter(({ path, before }) => !isSame(bytesAt(path), before));
  if (moved.length > 0) throw changedMeanwhile(moved);
  saveRecord(changes, cwd);
  const interrupt = watchInterrupt();
  const done: Change[] = [];
  try {
    for (const change of changes) {
      // A signal is heard only between two turns of the event loop.
      await setImmediate();
      if (interrupt.isHeard()) throw new WriteError('Interrupted.');
      replaceFile(change.path, change.after);
      done.push(change);
    }
  } catch (error) {
    takeBack(done);
    throw new WriteError(`${wordReason(error)} No file was changed.`, { cause: error });
  } finally {
    interrupt.stop();
  }
}

/** Gives files the bytes that they had before. */
export function takeBack(changes: readonly Pick<Change, 'path' | 'before'>[]): void {
  for (const { path, before } of changes) {
    if (before === undefined) rmSync(path, { force: true });
    else replaceFile(path, before);
  }
}

/** The bytes of a file, `undefined` when there is none. */
export function bytesAt(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : Buffer.compare(a, b) === 0;
}

function changedMeanwhile(moved: readonly Change[]): UsageError {
  const names = moved.map(({ path }) => `  ${path}`).join('\n');
  return new UsageError(
    `Nothing was written: these files changed while the command ran. Run it again.\n${names}`,
  );
}

function wordReason(error: unknown): string {
  if (error instanceof WriteError) return error.message;
  const reason = error instanceof Error ? error.message : String(error);
  return `A file could not be written: ${reason.replace(/\.?$/, '.')}`;
}

function watchInterrupt(): { readonly isHeard: () => boolean; readonly stop: () => void } {
  let isHeard = false;
  const listen = (): void => void (isHeard = true);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, listen);
  return {
    isHeard: () => isHeard,
    stop: () => signals.forEach(signal => process.off(signal, listen)),
  };
}
