import { LeakDetector } from '../detector/detector.ts';
import { foreignAwaits } from '../detector/foreign-awaits.ts';
import type { DetectorOptions } from '../detector/options.ts';

/** Runners of tests load modules more than once; the detector is one for all copies. */
const key = Symbol.for('eslint-plugin-pool.detector');

/** The detector of all pools that are watched without one of their own; options count when it is made. */
export function sharedDetector(options?: DetectorOptions): LeakDetector {
  // Only this function writes it.
  const known = Reflect.get(globalThis, key) as LeakDetector | undefined;
  const detector = known ?? new LeakDetector({ foreignAwaits, ...options });
  if (known === undefined) Reflect.set(globalThis, key, detector);
  return detector;
}
