import { expect, test } from 'vitest';
import { createFolder, runIn } from './run-in.ts';

const url = 'postgres://orders:secret@db:5432/orders';

/** A service of Prisma 6, whose schema has the connection string in the variable of the convention. */
const files = {
  'package.json': '{ "name": "orders", "dependencies": { "@prisma/client": "^6.19.0" } }',
  'src/db.ts': `import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();\n`,
  'compose.yaml': `services:
  web:
    build: .
    deploy: { replicas: 3 }
    environment:
      DATABASE_URL: ${url}
  worker:
    build: .
    environment:
      DATABASE_URL: ${url}?connection_limit=5
  db:
    image: postgres:16
`,
};

test('what Prisma opens by itself is said, and where its limit stands', async () => {
  const { stdout } = await runIn(createFolder(files), ['budget', '--no-types']);
  expect(stdout).toContain(
    'size: connection_limit is not set: two for each processor and one more',
  );
  expect(stdout).toContain('`DATABASE_URL=…?connection_limit=10`');
  expect(stdout).not.toContain('kind of server');
});

test('the connection string of a service says it', async () => {
  const { stdout } = await runIn(createFolder(files), ['budget', '--no-types']);
  expect(stdout).toContain('1 × 5 = 5');
  expect(stdout).toContain('size: connection_limit of DATABASE_URL, compose.yaml:10');
});
