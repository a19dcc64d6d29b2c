/**
 * Hears how a promise ends, and passes its end on unchanged.
 *
 * The caller gets what this returns, of the promise's own class: a rejection that nobody handles stays one.
 */
export function follow(
  result: unknown,
  onValue: (value: object) => void,
  onError: (error: unknown) => void,
): unknown {
  if (!isThenable(result)) return result;
  return result.then(
    value => {
      if (typeof value === 'object' && value !== null) onValue(value);
      return value;
    },
    error => {
      onError(error);
      throw error;
    },
  );
}

interface Thenable {
  then(onValue: (value: unknown) => unknown, onError: (error: unknown) => unknown): unknown;
}

function isThenable(value: unknown): value is Thenable {
  return (
    typeof value === 'object' &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  );
}

/** Whether an acquire failed because no connection became free, as far as the driver's error tells. */
export function isTimeout(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, message } = error;
  const code = 'code' in error ? error.code : undefined;
  return (
    name === 'TimeoutError' ||
    code === 'ER_GET_CONNECTION_TIMEOUT' ||
    /time(?:d)? ?out|queue limit|no connections available|waitingclients/i.test(message)
  );
}
