import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { globSync } from 'tinyglobby';
import { expect, test } from 'vitest';
import { analyse } from '../../src/analysis/analyse.ts';
import { drivers } from '../../src/drivers/index.ts';
import { isParseFailure, parseFile } from '../../src/source/parse.ts';
import { createProject } from '../../src/source/project.ts';

/** Packages whose own sources are analysed: the drivers, and the largest program in JavaScript. */
const packages: readonly string[] = [
  ...['pg', 'pg-pool', 'mysql2', 'mariadb', 'knex', 'kysely', 'postgres', 'generic-pool', 'tarn'],
  ...['sequelize', 'mongodb', 'typeorm', 'typescript/lib'],
];

/** No file may take longer, in ms, and 3 ms for each 1,000 characters. */
const SLOW_MS = 3000;

test.each(packages)(
  '%s: every file is analysed or named as unparsable',
  name => {
    const cwd = `node_modules/${name}`;
    const files = globSync('**/*.{js,mjs,cjs,ts,mts,cts}', {
      cwd,
      absolute: true,
      ignore: '**/*.d.{ts,mts,cts}',
    });
    expect(files, `${name} is not installed`).not.toEqual([]);
    const project = createProject();
    const start = performance.now();
    const outcomes = files.sort().map(path => outcomeOf(path, { project, drivers }));
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const notes = outcomes.flatMap(outcome => outcome.notes);
    const unparsable = outcomes.flatMap(outcome => outcome.unparsable ?? []);
    console.log(
      `${name}: ${files.length} files, ${seconds} s, ${notes.length} notes, ${unparsable.length} unparsable`,
    );
    expect(unparsable).toEqual([]);
    expect(notes.filter(note => note.includes('failed'))).toEqual([]);
    for (const { slow } of outcomes) if (slow !== undefined) console.log(`slow: ${slow}`);
  },
  120_000,
);

interface Outcome {
  readonly notes: readonly string[];
  readonly unparsable?: string;
  readonly slow?: string;
}

function outcomeOf(path: string, setting: Parameters<typeof analyse>[1]): Outcome {
  const name = relative('node_modules', path);
  const text = readFileSync(path, 'utf8');
  const file = parseFile(path, text);
  if (isParseFailure(file)) {
    return { notes: [], unparsable: `${name}:${file.line} ${file.message}` };
  }
  const start = process.cpuUsage();
  const { notes } = analyse(file, setting);
  const ms = millisecondsSince(start);
  return {
    notes: notes.map(note => `${name}:${note.line} ${note.text}`),
    ...(ms > SLOW_MS ? { slow: `${name}: ${ms.toFixed(0)} ms` } : {}),
  };
}

/** Processor time, not wall time: other tests run beside this one. */
function millisecondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
