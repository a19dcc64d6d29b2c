import { expect, test } from 'vitest';
import { analyse } from '../../src/analysis/analyse.ts';
import { drivers } from '../../src/drivers/index.ts';
import { createProject } from '../../src/source/project.ts';
import { shapes } from './shapes.ts';
import { cyclic, recursive } from './recursion.ts';

const UNFINISHED = /too large to be analysed to the end/;

test.each([...shapes, ...recursive, ...cyclic])(
  '$name ends',
  ({ name, text, outcome, others }) => {
    const path = '/generated/a.ts';
    const files = new Map([[path, text], ...(others ?? [])]);
    const project = createProject({ readFile: file => files.get(file) });
    const file = project.fileAt(path);
    if (file === undefined) throw new Error(`${name} cannot be parsed.`);
    const start = process.cpuUsage();
    const { leases, notes } = analyse(file, { project, drivers });
    const ms = millisecondsSince(start);
    console.log(`${name}: ${ms.toFixed(0)} ms, ${leases.length} leases, ${notes.length} notes`);
    const texts = notes.map(note => note.text);
    expect(texts.filter(one => !UNFINISHED.test(one))).toEqual([]);
    expect(texts.length > 0 ? 'note' : 'quiet').toBe(outcome);
    expect(leases.length, 'leases').toBeGreaterThan(0);
  },
  60_000,
);

/** Processor time, not wall time: other tests run beside this one. */
function millisecondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
