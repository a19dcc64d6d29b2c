import { expect, test } from 'vitest';
import { sourceAt } from '../../src/source/workspace-entry.ts';
import { createFolder } from '../cli/run-in.ts';

test('a file is no folder that has an index', () => {
  const folder = createFolder({ 'package.json': '{}', 'src/index.ts': 'export {};\n' });
  expect(sourceAt(`${folder}/package.json`)).toBeUndefined();
  expect(sourceAt(`${folder}/src`)).toBe(`${folder}/src/index.ts`);
});
