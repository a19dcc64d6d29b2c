import { describe, expect, test } from 'vitest';
import rule from '../../rules/no-leaked-connection.ts';
import { createFolder, leaky, runIn } from './run-in.ts';

const files = {
  'src/db.js': `import { Pool } from 'pg';

const pool = new Pool();

export async function open() {
  return pool.connect();
}

export function finish(client) {
  client.release();
}

export async function withClient(work) {
  const client = await open();
  const result = await work(client);
  finish(client);
  return result;
}
`,
  'src/jobs.js': `import { finish, open } from './db.js';

export async function store(row) {
  const client = await open();
  await save(client, row);
  finish(client);
}

async function save(client, row) {
  await client.query('insert into rows values ($1)', [row]);
}
`,
};

const rules = [rule];

describe('--explain', () => {
  test('says what the functions do that the connection came by', async () => {
    const { stdout } = await runIn(createFolder(files), ['check', '--explain'], { rules });
    expect(functionsIn(stdout)).toEqual([
      [
        '  functions  open() line 5: gives a promise of a fresh connection (pg PoolClient); may throw',
        '             finish(client) line 9: releases client on every path',
      ],
      [
        '  functions  open() src/db.js:5: gives a promise of a fresh connection (pg PoolClient); may throw',
        '             save(client, row) line 9: borrows client; may throw',
        '             finish(client) src/db.js:9: releases client on every path',
      ],
    ]);
  });

  test('says nothing of functions where there are none', async () => {
    const { stdout } = await runIn(createFolder({ 'a.js': leaky }), ['check', '--explain'], {
      rules,
    });
    expect(stdout).toContain('  evidence');
    expect(functionsIn(stdout)).toEqual([]);
  });

  test('does not change the JSON, which is ESLint’s', async () => {
    const folder = createFolder(files);
    const plain = await runIn(folder, ['check', '--format', 'json'], { rules });
    const explained = await runIn(folder, ['check', '--format', 'json', '--explain'], { rules });
    expect(explained.stdout).toBe(plain.stdout);
  });
});

/** The lines about functions, one list for each finding that has some. */
function functionsIn(stdout: string): readonly (readonly string[])[] {
  const blocks = stdout.matchAll(/^ {2}functions {2}.*\n(?: {13}\S.*\n)*/gm);
  return [...blocks].map(([block]) => block.trimEnd().split('\n'));
}
