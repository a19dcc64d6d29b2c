import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { codemods } from '../../../codemods/index.ts';
import { createFolder } from '../run-in.ts';

const command = resolve('dist/cli/main.js');

function run(cwd: string, program: string, ...argv: readonly string[]) {
  return spawnSync(program, argv, { cwd, encoding: 'utf8' });
}

/** The application type-checks, and its own tests pass. */
function expectHealth(folder: string): void {
  const { status, stdout } = run(folder, 'npm', 'test', '--silent');
  expect({ status, failed: /^# fail (\d+)/m.exec(stdout)?.[1] }, stdout).toEqual({
    status: 0,
    failed: '0',
  });
}

/** A part that uses a builder: the clients of pg that the clinic has are no handles. */
const ledger = {
  'database.ts': `import knex from 'knex';

export const db = knex({ client: 'pg', acquireConnectionTimeout: 5000 });
`,
  'entries.ts': `import { db } from './database.js';

export async function note(visit: string): Promise<void> {
  await db('entries').insert({ visit });
}
`,
  'close.ts': `import { db } from './database.js';
import { note } from './entries.js';

export async function close(visit: string): Promise<void> {
  await db.transaction(async trx => {
    await trx('visits').where({ visit }).update({ closed: true });
    await db('rooms').where({ visit }).update({ visit: null });
    await note(visit);
  });
}
`,
};

function addLedger(folder: string): void {
  mkdirSync(join(folder, 'src/ledger'));
  for (const [name, text] of Object.entries(ledger)) {
    writeFileSync(join(folder, 'src/ledger', name), text);
  }
}

test('the clinic is repaired, and works as before', { timeout: 300_000 }, () => {
  const folder = createFolder({});
  cpSync('fixtures/apps/clinic', folder, { recursive: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  addLedger(folder);
  expectHealth(folder);

  const argv = ['fix', 'src', '--write', '--min-confidence', 'likely'];
  const fixed = run(folder, process.execPath, command, ...argv);
  expect(fixed.stdout).toContain('✔ Wrote ');

  const checked = run(folder, process.execPath, command, 'check', 'src', '--quiet');
  const repaired = new Set(codemods.flatMap(({ repairs }) => repairs));
  const left = checked.stdout
    .split('\n')
    .filter(line => repaired.has(/pool\/(\S+)$/.exec(line)?.[1] ?? ''));
  expect(left).toEqual([]);
  expect(repaired).toContain('no-pool-in-transaction');
  const entries = readFileSync(join(folder, 'src/ledger/entries.ts'), 'utf8');
  expect(entries).toContain('note(visit: string, trx: Knex = db)');
  expectHealth(folder);
});
