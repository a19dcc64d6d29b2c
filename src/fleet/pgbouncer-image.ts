import type { ConfigPlace } from './config-file.ts';
import { parseAddress } from './connection-string.ts';
import { toPgBouncer, type PgBouncer } from './pgbouncer.ts';
import type { Entry } from './pgbouncer-ini.ts';
import { settingNames } from './pgbouncer-settings.ts';
import { imageName, type Service, type Variable } from './service.ts';

/** Whether a service is a PgBouncer, by its image or its command. */
export function isPgBouncer(service: Service): boolean {
  return /pgbouncer/i.test(`${imageName(service.image)} ${service.command}`);
}

/**
 * The PgBouncer that a container image makes of its environment: `DEFAULT_POOL_SIZE` of
 * edoburu/pgbouncer, `PGBOUNCER_DEFAULT_POOL_SIZE` of bitnami/pgbouncer, and the like.
 */
export function toPgBouncerOfImage(service: Service): PgBouncer {
  const { environment } = service;
  const place = service.place ?? { file: service.name, line: 1, column: 1 };
  const settings = settingNames.flatMap(key => {
    const said = find(environment, key.toUpperCase(), `PGBOUNCER_${key.toUpperCase()}`);
    // `PGBOUNCER_PORT` and `LISTEN_PORT` are words of the images; `USER` is everybody's.
    if (said === undefined || key === 'user') return [];
    return [{ section: 'pgbouncer', key, value: said.value, place: said.place ?? place }];
  });
  return toPgBouncer(service.name, place, [...settings, databaseOf(environment, place)]);
}

function databaseOf(environment: Service['environment'], place: ConfigPlace): Entry {
  const url = find(environment, 'DATABASE_URL', 'DATABASE_URLS');
  const address = url === undefined ? undefined : parseAddress(url.value);
  const said = (...names: string[]) => find(environment, ...names)?.value;
  const pairs = {
    host: address?.host ?? said('DB_HOST', 'POSTGRESQL_HOST', 'PGBOUNCER_DB_HOST'),
    port: address?.port ?? said('DB_PORT', 'POSTGRESQL_PORT'),
    user: address?.user ?? said('DB_USER', 'POSTGRESQL_USERNAME'),
  };
  const name = address?.database ?? said('DB_NAME', 'PGBOUNCER_DATABASE', 'POSTGRESQL_DATABASE');
  return {
    section: 'databases',
    key: name ?? '*',
    value: Object.entries(pairs)
      .flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]))
      .join(' '),
    place: url?.place ?? place,
  };
}

function find(environment: Service['environment'], ...names: string[]): Variable | undefined {
  return names.map(name => environment.get(name)).find(variable => variable !== undefined);
}
