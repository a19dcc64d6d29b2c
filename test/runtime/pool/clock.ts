import { vi } from 'vitest';

const steps = 6;

/** Stops all clocks; they go on by `pass`. */
export function stopClocks(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
}

/** Lets everything run that waits for no timer. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 24; turn += 1) await null;
}

/** Lets time pass in a few steps, so that what a timer starts can start timers of its own. */
export async function pass(ms: number): Promise<void> {
  await settle();
  for (let step = 0; step < steps; step += 1) {
    vi.advanceTimersByTime(Math.ceil(ms / steps));
    await settle();
  }
}
