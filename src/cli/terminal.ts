import type picocolors from 'picocolors';

/** What a command needs of the process it runs in; tests pass their own. */
export interface Terminal {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Where a person types; absent where nobody is asked. */
  readonly stdin?: Keyboard;
}

/** A terminal that gives keys as they are pressed. */
export interface Keyboard {
  readonly isTTY?: boolean;
  setRawMode?(isRaw: boolean): unknown;
  on(event: 'data', listener: (chunk: Uint8Array | string) => void): unknown;
  on(event: 'end', listener: () => void): unknown;
  off(event: 'data', listener: (chunk: Uint8Array | string) => void): unknown;
  off(event: 'end', listener: () => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

/** A stream of text. */
interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Paints text, or leaves it as it is. */
export type Colors = ReturnType<typeof picocolors.createColors>;

/** A mistake of the user's: printed as one line, without a stack, and exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** Whether to colour: the flag decides, then `NO_COLOR` and `FORCE_COLOR`, then whether anybody looks. */
export function isColored(flag: boolean | undefined, { env, stdout }: Terminal): boolean {
  if (flag !== undefined) return flag;
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR'] && env['FORCE_COLOR'] !== '0') return true;
  return stdout.isTTY === true && env['TERM'] !== 'dumb';
}
