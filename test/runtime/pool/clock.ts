import { performance as clock } from 'node:perf_hooks';
import { vi } from 'vitest';

/** Stops all clocks; they go on by `pass`. */
export function stopClocks(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
  linkClocks();
}

const realNow = clock.now.bind(clock);

/** Has modules see the time of the global `performance`, which may be faked. */
export function linkClocks(): void {
  vi.spyOn(clock.nodeTiming, 'duration', 'get').mockImplementation(() =>
    performance === clock ? realNow() : performance.now(),
  );
}

/** Lets everything run that waits for no timer. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 24; turn += 1) await null;
}

/** Lets time pass from timer to timer, so that what one of them starts is not overtaken by the next. */
export async function pass(ms: number): Promise<void> {
  let isOver = false;
  setTimeout(() => {
    isOver = true;
  }, ms);
  await settle();
  while (!isOver) {
    vi.advanceTimersToNextTimer();
    await settle();
  }
}
