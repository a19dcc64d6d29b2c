import type { Figure } from './config-file.ts';
import { imageName, type Service } from './service.ts';

/** A kind of database server, and how it limits connections. */
export interface Engine {
  readonly name: string;
  readonly title: string;
  /** Schemes of its URLs. */
  readonly schemes: readonly string[];
  /** What its images are called. */
  readonly image: RegExp;
  readonly maxConnections: number;
  /** Places that ordinary users do not get. */
  readonly reserved: Reserve | undefined;
  /** The environment variable with which an image sets the limit. */
  readonly variable: string | undefined;
}

/** A setting that keeps places free, and its default. */
interface Reserve {
  readonly setting: string;
  readonly value: number;
}

/** The servers whose connections are counted. */
const engines: readonly Engine[] = [
  {
    name: 'postgres',
    title: 'PostgreSQL',
    schemes: ['postgres', 'postgresql', 'pg', 'cockroachdb'],
    image: /postgres|postgis|timescaledb|pgvector/i,
    maxConnections: 100,
    reserved: { setting: 'superuser_reserved_connections', value: 3 },
    variable: 'POSTGRESQL_MAX_CONNECTIONS',
  },
  {
    name: 'mysql',
    title: 'MySQL',
    schemes: ['mysql', 'mysql2', 'mariadb'],
    image: /mysql|mariadb|percona/i,
    maxConnections: 151,
    reserved: undefined,
    variable: undefined,
  },
];

/** The engine of this name. */
export function engineNamed(name: string | undefined): Engine | undefined {
  return engines.find(engine => engine.name === name);
}

/** The engine whose URLs have this scheme. */
export function engineOfScheme(scheme: string | undefined): Engine | undefined {
  return scheme === undefined ? undefined : engines.find(({ schemes }) => schemes.includes(scheme));
}

/** The engine that a service runs; `undefined` when it is no database server. */
export function engineRunBy(service: Service): Engine | undefined {
  const name = imageName(service.image);
  // Poolers and exporters are called after the server they serve.
  if (/pgbouncer|pgpool|exporter|proxy|backup|admin/i.test(service.image ?? '')) return undefined;
  return engines.find(({ image }) => image.test(name));
}

/** The limit that a service starts its server with; `undefined` when it says none. */
export function limitOf(
  service: Service,
  { variable }: Engine,
  setting: string,
): Figure | undefined {
  const pattern = new RegExp(`(?:-c\\s*|--)${setting.replaceAll('_', '[-_]')}[=\\s]\\s*(\\d+)`);
  const said = pattern.exec(service.command)?.[1];
  const of = `command of \`${service.name}\``;
  if (said !== undefined) return { value: Number(said), from: of, ...placed(service) };
  if (setting !== 'max_connections' || variable === undefined) return undefined;
  const set = service.environment.get(variable);
  if (set === undefined || !/^\d+$/.test(set.value)) return undefined;
  return { value: Number(set.value), from: `${variable} of \`${service.name}\`` };
}

function placed({ place }: Service) {
  return place === undefined ? {} : { place };
}
