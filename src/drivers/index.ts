// Written by `npm run generate`.
import type { Driver } from './driver.ts';
import bookshelf from './bookshelf.ts';
import databasesConnectionPool from './databases-connection-pool.ts';
import databasesPg from './databases-pg.ts';
import drizzleOrm from './drizzle-orm.ts';
import drizzleOrmMysql2 from './drizzle-orm-mysql2.ts';
import fastifyMysql from './fastify-mysql.ts';
import fastifyPostgres from './fastify-postgres.ts';
import genericPool from './generic-pool.ts';
import ibmDb from './ibm-db.ts';
import knex from './knex.ts';
import kysely from './kysely.ts';
import libsqlClient from './libsql-client.ts';
import lightningPool from './lightning-pool.ts';
import mariadb from './mariadb.ts';
import mariadbCallback from './mariadb-callback.ts';
import mikroOrmCore from './mikro-orm-core.ts';
import mongodb from './mongodb.ts';
import mongoose from './mongoose.ts';
import mssql from './mssql.ts';
import mysql from './mysql.ts';
import mysql2 from './mysql2.ts';
import mysql2Promise from './mysql2-promise.ts';
import neo4jDriver from './neo4j-driver.ts';
import neondatabaseServerless from './neondatabase-serverless.ts';
import nestjsMongoose from './nestjs-mongoose.ts';
import nestjsTypeorm from './nestjs-typeorm.ts';
import objection from './objection.ts';
import odbc from './odbc.ts';
import oracledb from './oracledb.ts';
import pg from './pg.ts';
import pgPromise from './pg-promise.ts';
import postgres from './postgres.ts';
import prismaAdapterMariadb from './prisma-adapter-mariadb.ts';
import prismaAdapterNeon from './prisma-adapter-neon.ts';
import prismaAdapterPg from './prisma-adapter-pg.ts';
import prismaClient from './prisma-client.ts';
import promiseMysql from './promise-mysql.ts';
import redis from './redis.ts';
import sequelize from './sequelize.ts';
import slonik from './slonik.ts';
import snowflakeSdk from './snowflake-sdk.ts';
import tarn from './tarn.ts';
import typeorm from './typeorm.ts';
import vercelPostgres from './vercel-postgres.ts';

/** Every database package we know, in the order of their files. */
export const drivers: readonly Driver[] = [
  bookshelf,
  databasesConnectionPool,
  databasesPg,
  drizzleOrm,
  drizzleOrmMysql2,
  fastifyMysql,
  fastifyPostgres,
  genericPool,
  ibmDb,
  knex,
  kysely,
  libsqlClient,
  lightningPool,
  mariadb,
  mariadbCallback,
  mikroOrmCore,
  mongodb,
  mongoose,
  mssql,
  mysql,
  mysql2,
  mysql2Promise,
  neo4jDriver,
  neondatabaseServerless,
  nestjsMongoose,
  nestjsTypeorm,
  objection,
  odbc,
  oracledb,
  pg,
  pgPromise,
  postgres,
  prismaAdapterMariadb,
  prismaAdapterNeon,
  prismaAdapterPg,
  prismaClient,
  promiseMysql,
  redis,
  sequelize,
  slonik,
  snowflakeSdk,
  tarn,
  typeorm,
  vercelPostgres,
];
