import { dirname } from 'node:path';
import { engineOf } from '../drivers/engines.ts';
import type { Fleet, Pooler } from './budget.ts';
import type { Demand } from './demand.ts';
import { type Engine, engineNamed, engineOfScheme, engineRunBy } from './engine.ts';
import { countOf, type PoolerDatabase } from './pgbouncer.ts';
import type { Service } from './service.ts';

/** A demand, and what stands between it and its server. */
export interface Route {
  readonly demand: Demand;
  /** `undefined` when nobody can tell, or no budget knows such a server. */
  readonly engine: Engine | undefined;
  readonly pooler: Pooler | undefined;
}

/** Which way a demand goes. */
export function routeOf(demand: Demand, fleet: Fleet): Route {
  const { pool, address } = demand;
  const engine =
    engineNamed(engineOf(pool.package)) ??
    engineOfScheme(address?.scheme) ??
    engineNamed(fleet.engineAround(pool.file));
  const isPostgres = engine === undefined || engine.name === 'postgres';
  const pooler = isPostgres ? fleet.poolers.find(each => leadsTo(demand, each)) : undefined;
  return { demand, engine: pooler === undefined ? engine : engineNamed('postgres'), pooler };
}

function leadsTo({ address }: Demand, { bouncer, service, isForAll }: Pooler): boolean {
  if (isForAll) return true;
  if (address === undefined) return false;
  if (service !== undefined) return isHostOf(address.host, service);
  const port = countOf(bouncer, 'listen_port');
  return address.port === port && port !== 5432;
}

/** Whether a host name means a service, with or without the domain of a cluster behind it. */
function isHostOf(host: string, { hosts }: Service): boolean {
  const label = /^[\d.]+$/.test(host) ? host : (host.split('.', 1)[0] ?? host);
  return hosts.includes(host) || hosts.includes(label);
}

/** Whether two services stand in files of one folder. */
function isNear(service: Service, client: Service | undefined): boolean {
  return folderOf(service) !== undefined && folderOf(service) === folderOf(client);
}

/** The folder of the file that describes a service. */
export function folderOf(service: Service | undefined): string | undefined {
  return service?.place && dirname(service.place.file);
}

/** Where connections end: a kind of server at a host. */
export interface Destination {
  readonly engine: Engine;
  /** The service's name where a service runs it. */
  readonly host: string | undefined;
  readonly service: Service | undefined;
}

/** The server at a host, of several that of the client's own project; without one, the only server of its kind. */
export function destinationOf(
  engine: Engine,
  host: string | undefined,
  { services }: Fleet,
  client?: Service,
): Destination {
  const servers = services.filter(each => engineRunBy(each)?.name === engine.name);
  const meant = host === undefined ? servers : servers.filter(each => isHostOf(host, each));
  const near = meant.length > 1 ? meant.filter(each => isNear(each, client)) : meant;
  const service = near.length === 1 ? near[0] : undefined;
  return { engine, host: service?.name ?? host, service };
}

/** The entry of a pooler that serves a database: its own line, else the one for all others. */
export function databaseFor(
  databases: readonly PoolerDatabase[],
  name: string | undefined,
): PoolerDatabase | undefined {
  return (
    databases.find(database => database.name === name) ??
    databases.find(database => database.name === '*') ??
    (name === undefined && databases.length === 1 ? databases[0] : undefined)
  );
}
