import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { isReachable } from '../watch/services.ts';
import { compileClinic, runClinic, type Corrections } from './load.ts';

const isThere = await isReachable('postgres');
const root = mkdtempSync(join(tmpdir(), 'clinic-'));

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The three mistakes of the app, corrected by hand. */
const corrections: Corrections = {
  'src/db/pool.ts': [['max: 50', 'max: 10']],
  'src/routes/prescriptions.ts': [
    ['const client = await pool.connect();\n  try {', 'const client = pool;\n  {'],
    ['  } finally {\n    client.release();\n  }\n', '  }\n'],
  ],
  'src/routes/billing.ts': [
    ["openSession('billing');\n  const visit", "openSession('billing');\n  try {\n  const visit"],
    [
      '  session.release();\n  res.status(201).json(rows[0]);',
      '  res.status(201).json(rows[0]);\n  } finally {\n    session.release();\n  }',
    ],
  ],
};

describe.skipIf(!isThere)('the clinic app under load with `register`', () => {
  test('its three mistakes are reported with file and line', async () => {
    const folder = join(root, 'as-is');
    await compileClinic(folder);
    const reports = await runClinic(folder, process.execPath);
    const found = new Set(
      reports.map(({ rule, certainty, at }) => `${rule} ${certainty} ${at?.file}:${at?.line}`),
    );
    const source = (file: string) => join(folder, 'src', file);
    expect([...found].sort()).toEqual([
      `pool/max-pool-size suspicion ${source('db/pool.ts')}:${lineOf('db/pool.ts', 'new Pool')}`,
      `pool/no-await-while-held proof ${source('routes/prescriptions.ts')}:${lineOf('routes/prescriptions.ts', 'pool.connect')}`,
      `pool/no-leaked-connection suspicion ${source('db/session.ts')}:${lineOf('db/session.ts', 'pool.connect')}`,
    ]);
    const leak = reports.find(({ kind }) => kind === 'idle-hold');
    expect(leak?.message).toContain(
      `(called from src/routes/billing.ts:${lineOf('routes/billing.ts', 'openSession(')})`,
    );
    expect(reports.filter(({ kind }) => kind === 'idle-hold')).toHaveLength(3);
    const waited = reports.find(({ kind }) => kind === 'foreign-await');
    expect(waited?.foreign?.url).toMatch(/\/v2\/drugs\/N02B\d\/interactions$/);
  });

  test('corrected, it reports nothing', async () => {
    const folder = join(root, 'corrected');
    await compileClinic(folder, corrections);
    expect(await runClinic(folder, process.execPath)).toEqual([]);
  });
});

/** The first line of a source that has a text, imports left out. */
function lineOf(file: string, text: string): number {
  const lines = readFileSync(join('fixtures/apps/clinic/src', file), 'utf8').split('\n');
  return lines.findIndex(line => line.includes(text) && !line.startsWith('import')) + 1;
}
