import type { Keyboard } from '../terminal.ts';

/** Keys of a terminal, one at a time. */
export interface Keys {
  /** The next key; `q` when the terminal is gone, `\u0003` for Ctrl-C. */
  next(): Promise<string>;
  /** Gives the terminal to another program until that ends. */
  lend<T>(use: () => T): T;
  close(): void;
}

/** Reads keys as they are pressed, without waiting for Enter. */
export function readKeys(keyboard: Keyboard): Keys {
  const waiting: string[] = [];
  let wake: (() => void) | undefined;
  const push = (keys: readonly string[]): void => {
    waiting.push(...keys);
    wake?.();
  };
  const onData = (chunk: Uint8Array | string): void => push(toKeys(chunk));
  const onEnd = (): void => push(['q']);
  const open = (): void => {
    keyboard.setRawMode?.(true);
    keyboard.resume();
  };
  const close = (): void => {
    keyboard.setRawMode?.(false);
    keyboard.pause();
  };
  keyboard.on('data', onData);
  keyboard.on('end', onEnd);
  open();
  return {
    async next() {
      while (waiting.length === 0) await new Promise<void>(resolve => (wake = resolve));
      return waiting.shift() ?? 'q';
    },
    lend(use) {
      close();
      try {
        return use();
      } finally {
        open();
      }
    },
    close() {
      keyboard.off('data', onData);
      keyboard.off('end', onEnd);
      close();
    },
  };
}

/** An arrow or a function key comes as several characters and is one key that nobody asked for. */
function toKeys(chunk: Uint8Array | string): readonly string[] {
  const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
  return text.startsWith('\u001B') ? ['\u001B'] : [...text];
}
