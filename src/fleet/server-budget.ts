import type { Fleet, PoolerBudget, ServerBudget, Share } from './budget.ts';
import type { Figure } from './config-file.ts';
import { connectionsOf } from './demand.ts';
import { limitOf } from './engine.ts';
import { arithmeticOf, serverConnectionsOf } from './pooler-budget.ts';
import { type Destination, destinationOf, folderOf, type Route } from './routes.ts';
import { engineNamed } from './engine.ts';

/** A server while its shares are added up. */
interface Taken {
  readonly destination: Destination;
  readonly shares: Share[];
  uncounted: number;
}

/** The servers that the fleet connects to, with everybody who takes connections of them. */
export function toServerBudgets(
  routes: readonly Route[],
  poolers: readonly PoolerBudget[],
  fleet: Fleet,
): readonly ServerBudget[] {
  const servers = new Map<string, Taken>();
  const serverAt = (destination: Destination) => {
    const { engine, host = '', service } = destination;
    const key = [engine.name, host, folderOf(service)].join(' ');
    const known = servers.get(key) ?? { destination, shares: [], uncounted: 0 };
    servers.set(key, known);
    return known;
  };
  for (const { demand, engine, pooler } of routes) {
    if (engine === undefined || pooler !== undefined) continue;
    const connections = connectionsOf(demand);
    const server = serverAt(destinationOf(engine, demand.address?.host, fleet, demand.service));
    if (connections === undefined) {
      server.uncounted++;
      continue;
    }
    const name = demand.service?.name ?? fleet.nameOf(demand.pool.file);
    server.shares.push({ name, arithmetic: arithmeticOf(demand), connections, demand });
  }
  for (const budget of poolers) {
    for (const share of sharesOf(budget)) {
      const engine = engineNamed('postgres');
      if (engine === undefined) continue;
      serverAt(destinationOf(engine, share.host, fleet, budget.pooler.service)).shares.push(
        share.share,
      );
    }
  }
  return [...joined(servers)].map(server => toServerBudget(server, fleet));
}

/** What has no address is counted at the only server of its kind that has one. */
function joined(servers: ReadonlyMap<string, Taken>): Iterable<Taken> {
  const all = [...servers.values()];
  return all.filter(({ destination: { engine, host }, shares, uncounted }) => {
    const others = all.filter(
      ({ destination }) => destination.engine === engine && destination.host !== undefined,
    );
    const [only] = others;
    if (host !== undefined || only === undefined || others.length > 1) return true;
    only.shares.push(...shares);
    only.uncounted += uncounted;
    return false;
  });
}

function sharesOf(budget: PoolerBudget) {
  const { bouncer, service } = budget.pooler;
  const name = service?.name ?? bouncer.name;
  return budget.pools.map(pools => {
    const { users, poolSize, reservePool, maxConnections, database } = pools;
    const one = reservePool > 0 ? `(${poolSize} + ${reservePool})` : `${poolSize}`;
    const isCut = maxConnections > 0 && users * (poolSize + reservePool) > maxConnections;
    const sum = isCut
      ? `max_db_connections ${maxConnections}`
      : `${users} ${users === 1 ? 'pool' : 'pools'} × ${one}`;
    const copies = budget.copies.value ?? 1;
    const share: Share = {
      name: database === '*' ? name : `${name} → ${database}`,
      arithmetic: copies === 1 ? sum : `${copies} × ${sum}`,
      connections: serverConnectionsOf(budget, pools),
      demand: undefined,
      pooler: budget.pooler,
    };
    return { host: pools.host, share };
  });
}

function toServerBudget(
  { destination: { engine, host, service }, shares, uncounted }: Taken,
  { wishes }: Fleet,
): ServerBudget {
  const limit = (setting: string) =>
    service === undefined ? undefined : limitOf(service, engine, setting);
  const byDefault = (value: number): Figure => ({ value, from: `default of ${engine.title}` });
  const maxConnections =
    wishes.maxConnections ?? limit('max_connections') ?? byDefault(engine.maxConnections);
  const { setting = '', value: kept = 0 } = engine.reserved ?? {};
  const reserved = wishes.reserved ?? limit(setting) ?? byDefault(kept);
  const others = wishes.others ?? { value: 0, from: 'none said' };
  const available = (maxConnections.value ?? 0) - (reserved.value ?? 0) - (others.value ?? 0);
  const wanted = shares.reduce((sum, { connections }) => sum + connections, 0);
  return {
    name: host ?? engine.title,
    title: engine.title,
    maxConnections,
    reserved: { ...reserved, setting },
    others,
    available,
    wanted,
    shares: [...shares].sort((a, b) => b.connections - a.connections),
    uncounted,
    isOver: wanted > available,
  };
}
