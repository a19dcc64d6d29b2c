import type { Pooler, PoolerBudget, PoolerPools } from './budget.ts';
import type { Figure } from './config-file.ts';
import { connectionsOf, type Demand } from './demand.ts';
import { countOf, type PoolerDatabase, settingOf } from './pgbouncer.ts';
import { databaseFor } from './routes.ts';

/** What a pooler is asked for, and what it opens at most. */
export function toPoolerBudget(pooler: Pooler, clients: readonly Demand[]): PoolerBudget {
  const { bouncer, service } = pooler;
  const copies: Figure = service?.instances ?? { value: 1, from: 'one, as nothing says more' };
  const counted = clients.filter(each => connectionsOf(each) !== undefined);
  return {
    pooler,
    copies,
    poolMode: settingOf(bouncer, 'pool_mode'),
    maxClients: countOf(bouncer, 'max_client_conn') * (copies.value ?? 1),
    clients: counted.reduce((sum, each) => sum + (connectionsOf(each) ?? 0), 0),
    clientArithmetic: counted.map(arithmeticOf).join(' + '),
    demands: clients,
    pools: bouncer.databases.flatMap(database => poolsOf(database, pooler, clients)),
  };
}

/** `3 × 50`, `(3 + 1) × 50`. */
export function arithmeticOf({ instances, surge, size }: Demand): string {
  const more = surge.value ?? 0;
  const copies = more === 0 ? `${instances.value}` : `(${instances.value} + ${more})`;
  return `${copies} × ${size.value}`;
}

/** Most server connections of all copies; `undefined` when nobody knows how many copies run. */
export function serverConnectionsOf({ copies }: PoolerBudget, pools: PoolerPools): number {
  return (copies.value ?? 1) * pools.connections;
}

/** `*` stands for the databases that clients ask for; for one when that is not known. */
function poolsOf(
  database: PoolerDatabase,
  pooler: Pooler,
  clients: readonly Demand[],
): readonly PoolerPools[] {
  const { databases } = pooler.bouncer;
  const own = clients.filter(
    ({ address }) => databaseFor(databases, address?.database) === database,
  );
  if (database.name !== '*') return [toPools(database, database.name, own, pooler)];
  const names = new Set(own.map(({ address }) => address?.database ?? '*'));
  return [...names].map(name => {
    const asking = own.filter(({ address }) => (address?.database ?? '*') === name);
    return toPools(database, name, asking, pooler);
  });
}

function toPools(
  { host, place, poolSize, reservePool, poolMode, maxConnections, user }: PoolerDatabase,
  database: string,
  clients: readonly Demand[],
  { userCount }: Pooler,
): PoolerPools {
  const [users, usersFrom] = usersOf(user, clients, userCount);
  const most = users * (poolSize + reservePool);
  const connections = maxConnections > 0 ? Math.min(most, maxConnections) : most;
  const figures = { poolSize, reservePool, poolMode, maxConnections, connections };
  return { database, host, place, users, usersFrom, ...figures };
}

/** There is a pool for each user: the forced one, those of the applications, or those who may log in. */
function usersOf(
  forced: string | undefined,
  clients: readonly Demand[],
  listed: number | undefined,
): readonly [number, string] {
  if (forced !== undefined) return [1, `user=${forced}`];
  const named = new Set(clients.flatMap(({ address }) => address?.user ?? []));
  const areAllNamed = clients.length > 0 && clients.every(({ address }) => address?.user);
  if (areAllNamed) return [named.size, `addresses of the applications: ${[...named].join(', ')}`];
  if (listed !== undefined) return [Math.max(listed, 1), 'auth_file'];
  return [Math.max(named.size, 1), 'one, as no address names a user'];
}
