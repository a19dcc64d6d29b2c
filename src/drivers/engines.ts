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
