import type { Terminal } from './terminal.ts';

/** A line on stderr that says how far a long run is. */
export interface Progress {
  show(done: number): void;
  clear(): void;
}

const firstAfterMs = 1000;
const everyMs = 100;
const barWidth = 20;

/** Shows progress to a person who waits for more than a second; pipes and logs get nothing. */
export function createProgress(total: number, { stderr }: Terminal, verb = 'Checking'): Progress {
  let nextAt = Date.now() + firstAfterMs;
  let isShown = false;
  return {
    show(done) {
      if (stderr.isTTY !== true || Date.now() < nextAt) return;
      nextAt = Date.now() + everyMs;
      isShown = true;
      stderr.write(`\r\u001B[K${toBar(done, total)} ${verb} ${done} of ${total} files …`);
    },
    clear() {
      if (isShown) stderr.write('\r\u001B[K');
    },
  };
}

function toBar(done: number, total: number): string {
  const full = Math.floor((barWidth * done) / Math.max(1, total));
  return '━'.repeat(full) + '─'.repeat(barWidth - full);
}
