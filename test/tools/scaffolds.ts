/** A file to write: its path from the root, and its text. */
export interface NewFile {
  readonly file: string;
  readonly text: string;
}

/** The rule, its page and its first fixture. They pass the checks only once they say something. */
export function ruleFiles(name: string): readonly NewFile[] {
  return [
    { file: `rules/${name}.ts`, text: ruleText(name) },
    { file: `docs/rules/${name}.md`, text: pageText },
    { file: `fixtures/rules/${name}/pg.ts`, text: ruleFixtureText },
  ];
}

/** The driver and its first fixture. A scope becomes part of the name: `@vercel/postgres` is `vercel-postgres`. */
export function driverFiles(name: string): readonly NewFile[] {
  const file = name.replace('@', '').replace('/', '-');
  return [
    { file: `src/drivers/${file}.ts`, text: driverText(name) },
    { file: `fixtures/rules/no-leaked-connection/${file}.ts`, text: driverFixtureText(name) },
  ];
}

function ruleText(name: string): string {
  return `import { defineRule } from '../src/rule.ts';

/** Reports ... */
export default defineRule({
  name: '${name}',
  summary: 'Require ...',
  messages: {
    open: '\`{{connection}}\` ...',
  },

  *check(facts) {
    for (const lease of facts.leases) {
      const exit = lease.openExits.find(candidate => candidate.tier === 'sure');
      if (exit === undefined) continue;
      yield {
        message: 'open',
        about: lease,
        at: lease.acquire,
        data: { connection: lease.name ?? 'connection' },
        path: [{ at: exit.at, label: 'leaves here' }],
        tier: exit.tier,
      };
    }
  },
});
`;
}

const pageText = `<!-- header:start -->
<!-- header:end -->

## Why

What happens in production when the rule is broken.

## Bad

\`\`\`ts bad
import { Pool } from 'pg';

const pool = new Pool();
\`\`\`

## Good

\`\`\`ts good
import { Pool } from 'pg';

const pool = new Pool();
\`\`\`

## When to turn it off

When ...
`;

const ruleFixtureText = `import { Pool } from 'pg';

const pool = new Pool();

export async function releasedInFinally(id: string) {
  const client = await pool.connect();
  try {
    return await client.query('select $1', [id]);
  } finally {
    client.release();
  }
}
`;

function driverText(name: string): string {
  return `import { defineDriver } from './driver.ts';

/** https://www.npmjs.com/package/${name} */
export default defineDriver({
  package: '${name}',
  pool: {
    type: 'Pool',
    acquire: ['getConnection'],
    oneShot: ['query'],
    options: { size: { name: 'max', default: 10 } },
  },
  lease: {
    type: 'Connection',
    use: ['query'],
    release: ['release'],
    dispose: 'none',
  },
});
`;
}

function driverFixtureText(name: string): string {
  return `import { Pool } from '${name}';

const pool = new Pool();

export async function queryThrowsBeforeRelease(id: string) {
  const connection = await pool.getConnection(); // expect: throws
  await connection.query('select ?', [id]); // path: throws
  connection.release();
}

export async function releasedInFinally(id: string) {
  const connection = await pool.getConnection();
  try {
    return await connection.query('select ?', [id]);
  } finally {
    connection.release();
  }
}
`;
}
