import { toName } from '../path-name.ts';
import { UsageError, type Terminal } from '../terminal.ts';
import { dropRecord, hashOf, readRecord, type RecordedFile } from './record.ts';
import { bytesAt, takeBack } from './write.ts';

/** Takes the last run with `--write` back; refuses when a file is no longer as that run left it. */
export function undo(terminal: Terminal): number {
  const { cwd, stdout } = terminal;
  const record = readRecord(cwd);
  if (record === undefined) throw new UsageError('There is no --write to take back here.');
  // Those that an interrupted run never reached are as they were.
  const written = record.files.filter(file => !isAsBefore(file));
  const moved = written.filter(file => !isAsWritten(file));
  if (moved.length > 0) throw changedSince(moved, record.at, cwd);
  takeBack(written.map(({ path, before }) => ({ path, before: toBytes(before) })));
  dropRecord(cwd);
  const count = `${written.length} file${written.length === 1 ? ' is' : 's are'}`;
  stdout.write(`✔ ${count} as before the --write of ${wordTime(record.at)}.\n`);
  return 0;
}

function isAsBefore({ path, before }: RecordedFile): boolean {
  const now = bytesAt(path);
  const then = toBytes(before);
  return now === undefined || then === undefined ? now === then : hashOf(now) === hashOf(then);
}

function isAsWritten({ path, after }: RecordedFile): boolean {
  const now = bytesAt(path);
  return now !== undefined && hashOf(now) === after;
}

function toBytes(text: string | null): Uint8Array | undefined {
  return text === null ? undefined : Buffer.from(text, 'base64');
}

function changedSince(moved: readonly RecordedFile[], at: string, cwd: string): UsageError {
  const names = moved.map(({ path }) => `  ${toName(path, cwd)}`).join('\n');
  return new UsageError(
    `Nothing was taken back: these files changed since the --write of ${wordTime(at)}.\n${names}`,
  );
}

/** `2026-11-27 09:30:12`, in UTC as it was kept. */
function wordTime(iso: string): string {
  return `${iso.slice(0, 19).replace('T', ' ')} UTC`;
}
