import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createProject } from '../../src/source/project.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'aliases-')));

afterAll(() => rmSync(folder, { recursive: true }));

test('an alias is that of the package around, whichever asks first', () => {
  const paths = '{"compilerOptions":{"baseUrl":"./","paths":{"db":["./db.ts"]}}}';
  for (const name of ['one', 'two']) {
    mkdirSync(join(folder, name, 'src'), { recursive: true });
    writeFileSync(join(folder, name, 'tsconfig.json'), paths);
    writeFileSync(join(folder, name, 'db.ts'), '');
  }
  const project = createProject();
  const resolve = (from: string) => project.resolve('db', join(folder, from));
  expect(resolve('one/src/a.ts')).toBe(join(folder, 'one/db.ts'));
  expect(resolve('two/src/a.ts')).toBe(join(folder, 'two/db.ts'));
  expect(resolve('a.ts')).toBeUndefined();
});
