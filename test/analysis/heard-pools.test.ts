import { expect, test } from 'vitest';
import { factsOf } from './virtual.ts';

test.each([
  ['an adapter that listens', `new PrismaPg(pool)`, undefined],
  ['a builder that does not', `drizzle(pool)`, false],
  ['a package that may', `new Boss(pool)`, undefined],
])('a pool that is handed to %s', (_, call, isListenedTo) => {
  const text = `import { Pool } from 'pg';
import { PrismaPg } from '@prisma/adapter-pg';
import { drizzle } from 'drizzle-orm/node-postgres';
import { Boss } from 'boss';
const pool = new Pool({ max: 5 });
export const made = ${call};
`;
  const [pool] = factsOf({ 'a.js': text }).pools;
  expect(pool?.isListenedTo).toBe(isListenedTo);
});
