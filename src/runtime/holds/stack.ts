/** Where an acquire was called. V8 formats `stack` when it is first read; until then it keeps `this` alive. */
export interface CapturedStack {
  readonly stack: string;
}

const framesKept = 12;

/** Captures the stack above a function without formatting it. */
export function captureStack(above: (...args: never[]) => unknown): CapturedStack {
  const limit = Error.stackTraceLimit;
  const captured = { stack: '' };
  Error.stackTraceLimit = framesKept;
  Error.captureStackTrace(captured, above);
  Error.stackTraceLimit = limit;
  return captured;
}
