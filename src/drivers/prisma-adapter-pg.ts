import { defineDriver } from './driver.ts';
import { optionsOfPg } from './options-of-pg.ts';

/** https://www.prisma.io/docs/orm/overview/databases/database-drivers: Prisma's pool, which listens for errors itself. */
export default defineDriver({
  package: '@prisma/adapter-pg',
  pool: { type: 'PrismaPg', options: optionsOfPg, hears: true },
});
