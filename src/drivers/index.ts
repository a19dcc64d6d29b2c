// Written by `npm run generate`.
import type { Driver } from './driver.ts';
import databasesConnectionPool from './databases-connection-pool.ts';
import databasesPg from './databases-pg.ts';
import genericPool from './generic-pool.ts';
import knex from './knex.ts';
import kysely from './kysely.ts';
import mariadb from './mariadb.ts';
import mariadbCallback from './mariadb-callback.ts';
import mongodb from './mongodb.ts';
import mongoose from './mongoose.ts';
import mssql from './mssql.ts';
import mysql from './mysql.ts';
import mysql2 from './mysql2.ts';
import mysql2Promise from './mysql2-promise.ts';
import neondatabaseServerless from './neondatabase-serverless.ts';
import oracledb from './oracledb.ts';
import pg from './pg.ts';
import pgPromise from './pg-promise.ts';
import postgres from './postgres.ts';
import promiseMysql from './promise-mysql.ts';
import sequelize from './sequelize.ts';
import tarn from './tarn.ts';
import typeorm from './typeorm.ts';
import vercelPostgres from './vercel-postgres.ts';

/** Every database package we know, in the order of their files. */
export const drivers: readonly Driver[] = [
  databasesConnectionPool,
  databasesPg,
  genericPool,
  knex,
  kysely,
  mariadb,
  mariadbCallback,
  mongodb,
  mongoose,
  mssql,
  mysql,
  mysql2,
  mysql2Promise,
  neondatabaseServerless,
  oracledb,
  pg,
  pgPromise,
  postgres,
  promiseMysql,
  sequelize,
  tarn,
  typeorm,
  vercelPostgres,
];
