import type { SessionOptions } from '../flow/session.ts';
import type { Value } from '../flow/values.ts';
import type { Alone } from './alone.ts';
import { isThrown, runAlone } from './alone.ts';
import { declaredName, signatureOf } from './declared-name.ts';
import { parametersOf } from './fates.ts';
import type { Slot } from './probes.ts';
import { keptBy, mayReject, resultsOf } from './results.ts';
import type { FunctionSummary } from './summary.ts';

type Closure = Extract<Value, { k: 'closure' }>;

/**
 * What a function does with connections, found by running its body on its own; `undefined` for a
 * function without a name.
 *
 * It is for people to read: callers run the body itself and never this.
 */
export function summarise(
  options: SessionOptions,
  closure: Closure,
  given: readonly Slot[] = [],
): FunctionSummary | undefined {
  const { file, node } = closure;
  const name = declaredName(file, node);
  if (name === undefined) return undefined;
  const alone = runAlone(options, closure, given);
  return {
    name,
    signature: signatureOf(name, node),
    file: file.path,
    line: file.lineOf(node.range[0]),
    parameters: parametersOf(alone),
    results: resultsOf(alone),
    keeps: keptBy(alone),
    ...waysOut(alone),
    isComplete: alone.isComplete,
  };
}

function waysOut({ exits }: Alone): Pick<FunctionSummary, 'mayThrow' | 'returns'> {
  return {
    mayThrow: exits.some(exit => isThrown(exit) || mayReject(exit.value)),
    returns: exits.some(exit => !isThrown(exit)),
  };
}
