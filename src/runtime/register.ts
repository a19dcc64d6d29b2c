/**
 * Watches all pools of a process: `node --import eslint-plugin-pool/runtime/register server.js`.
 *
 * @module
 */
import { appendFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { reportOnPool } from './detector/describe.ts';
import { reportChannel } from './detector/outlet.ts';
import { callerOf } from './detector/same-function.ts';
import { oversizedOf } from './detector/said.ts';
import { installAdopter } from './register/adopt.ts';
import { readEnvironment } from './register/environment.ts';
import { installHooks } from './register/hooks.ts';
import { Recorder } from './report/recorder.ts';
import { toHtml } from './report/html.ts';
import { sharedDetector } from './watch/shared.ts';
import { watch } from './watch/watch.ts';

const { detector: options, maxSize, reportsFile, timelineFile } = readEnvironment(process.env);
const detector = sharedDetector(options);
const recorder = timelineFile === undefined ? undefined : new Recorder(detector);

/** A database has two connections for each core before they wait for each other; small pools pass. */
const sensible = maxSize ?? Math.max(10, 2 * availableParallelism() + 1);

if (reportsFile !== undefined) {
  reportChannel.subscribe(report => appendFileSync(reportsFile, `${JSON.stringify(report)}\n`));
}
if (timelineFile !== undefined && recorder !== undefined) {
  process.on('exit', () => writeFileSync(timelineFile, toHtml(recorder.timeline())));
}
installAdopter(adopt);
installHooks();

function adopt(pool: object): void {
  for (const watched of watch(pool, { detector }).pools) {
    recorder?.record(watched.ledger);
    const { max } = watched.stats();
    if (max === undefined || max <= sensible) continue;
    const { at } = callerOf(adopt);
    const said = oversizedOf(watched.name, max, sensible);
    detector.send(reportOnPool(watched.name, said, at));
  }
}
