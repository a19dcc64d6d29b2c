import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createProgress } from '../../src/cli/progress.ts';

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

function watch(isTTY: boolean, steps: readonly number[]): string {
  let written = '';
  const stderr = { isTTY, write: (text: string) => void (written += text) };
  const progress = createProgress(9, { cwd: '/', env: {}, stdout: stderr, stderr });
  for (const [done, elapsedMs] of steps.entries()) {
    vi.setSystemTime(elapsedMs);
    progress.show(done);
  }
  progress.clear();
  return written;
}

test('a run of less than a second shows nothing', () => {
  expect(watch(true, [0, 400, 999])).toBe('');
});

test('a longer one says how far it is, ten times a second, and wipes it away', () => {
  const clear = '\r\u001B[K';
  expect(watch(true, [0, 1000, 1050, 1100])).toBe(
    `${clear}━━────────────────── Checking 1 of 9 files …` +
      `${clear}━━━━━━────────────── Checking 3 of 9 files …${clear}`,
  );
});

test('a log gets nothing', () => {
  expect(watch(false, [0, 5000])).toBe('');
});
