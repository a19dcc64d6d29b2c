import { defineDriver } from './driver.ts';

/** https://bookshelfjs.org/api.html#Bookshelf-instance-transaction: its transactions are those of knex. */
export default defineDriver({
  package: 'bookshelf',
  transactionsOf: 'knex',
  pool: {
    type: 'Bookshelf',
    create: ['default()'],
    scoped: [{ method: 'transaction', callback: 'first', handle: 'knex#Transaction' }],
    gives: { knex: 'knex#Knex' },
  },
});
