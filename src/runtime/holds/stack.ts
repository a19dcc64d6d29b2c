/** Where an acquire was called. V8 formats `stack` when it is first read; until then it keeps `this` alive. */
export interface CapturedStack {
  readonly stack: string;
}

/** Captures the stack above a function without formatting it. */
export function captureStack(above: (...args: never[]) => unknown, frames: number): CapturedStack {
  const limit = Error.stackTraceLimit;
  const captured = { stack: '' };
  Error.stackTraceLimit = frames;
  Error.captureStackTrace(captured, above);
  Error.stackTraceLimit = limit;
  return captured;
}
