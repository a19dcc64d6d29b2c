import { LeakDetector } from '../detector/detector.ts';
import type { DetectorOptions } from '../detector/options.ts';

let shared: LeakDetector | undefined;

/** The detector of all pools that are watched without one of their own; options count when it is made. */
export function sharedDetector(options?: DetectorOptions): LeakDetector {
  return (shared ??= new LeakDetector(options));
}
