import { defineDriver } from './driver.ts';
import type { PoolType } from './driver.ts';

const pool: Omit<PoolType, 'type'> = {
  create: [],
  oneShot: ['query', 'execute'],
};

/** https://github.com/fastify/fastify-mysql: the pool that the plugin puts on the app, as `app.mysql`. */
export default defineDriver({
  package: '@fastify/mysql',
  pool: [
    {
      ...pool,
      type: 'MySQLPool',
      acquire: [
        {
          method: 'getConnection',
          lease: 'mysql2#PoolConnection',
          callback: { error: 0, lease: 1 },
        },
      ],
      gives: { pool: 'mysql2#Pool' },
    },
    {
      ...pool,
      type: 'MySQLPromisePool',
      acquire: [
        { method: 'getConnection', lease: 'mysql2/promise#PoolConnection', callback: 'none' },
      ],
      gives: { pool: 'mysql2/promise#Pool' },
    },
  ],
});
