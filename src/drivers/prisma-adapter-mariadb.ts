import { defineDriver } from './driver.ts';
import { optionsOfMariadb } from './options-of-mariadb.ts';

/** https://www.prisma.io/docs/orm/overview/databases/database-drivers: Prisma's pool, which listens for errors itself. */
export default defineDriver({
  package: '@prisma/adapter-mariadb',
  pool: { type: 'PrismaMariaDb', options: optionsOfMariadb },
});
