/** Packages by the server that their connections end at. Builders and ORMs that speak to several are in no list. */
const packages: Readonly<Record<string, readonly string[]>> = {
  postgres: [
    'pg',
    'postgres',
    'pg-promise',
    'slonik',
    '@databases/pg',
    '@fastify/postgres',
    '@neondatabase/serverless',
    '@vercel/postgres',
    '@mikro-orm/postgresql',
    'pg-boss',
  ],
  mysql: ['mysql', 'mysql2', 'mariadb', 'promise-mysql', '@fastify/mysql', '@mikro-orm/mysql'],
};

/** The kind of server that a package connects to: `postgres`, `mysql`; `undefined` when it may be several, or another. */
export function engineOf(name: string): string | undefined {
  return Object.keys(packages).find(engine => packages[engine]?.includes(name));
}

/** Builders and ORMs whose connections may end at any of several servers. */
const open: ReadonlySet<string> = new Set([
  '@mikro-orm/core',
  '@prisma/client',
  'bookshelf',
  'drizzle-orm',
  'knex',
  'kysely',
  'objection',
  'sequelize',
  'typeorm',
]);

/** Whether the connections of a package end at such a server, or may. */
export function mayReach(name: string, engine: string): boolean {
  return engineOf(name) === engine || open.has(name);
}
