import { relative } from 'node:path';
import type { Budget, PoolerBudget, ServerBudget } from '../fleet/budget.ts';
import { type ConfigPlace, type Figure } from '../fleet/config-file.ts';
import { connectionsOf, type Demand } from '../fleet/demand.ts';
import { countOf, settingOf } from '../fleet/pgbouncer.ts';

/** A budget for programs; `docs/budget.md` describes the shape. */
export function formatBudgetJson(budget: Budget, cwd: string): string {
  const { isOver, servers, poolers, demands, problems } = budget;
  const result = {
    isOver,
    pools: demands.map(demand => toPool(demand, cwd)),
    poolers: poolers.map(toPooler),
    servers: servers.map(server => toServer(server, cwd)),
    problems: problems.map(({ level, place, text, advice }) => ({
      level,
      ...placed(place),
      message: text,
      ...(advice === undefined ? {} : { advice }),
    })),
  };
  return `${JSON.stringify(result, null, 2)}\n`;
}

/** `null` for what is not known: JSON has no other word. */
function toPool(demand: Demand, cwd: string): object {
  const { pool, service, size, instances, surge } = demand;
  return {
    file: relative(cwd, pool.file),
    line: pool.line,
    name: pool.name ?? null,
    package: pool.package,
    size: { value: size.value ?? null, isUnlimited: size.value === null, from: size.from },
    service: service?.name ?? null,
    instances: toFigure(instances),
    surge: toFigure(surge),
    connections: connectionsOf(demand) ?? null,
  };
}

function toPooler({ pooler, copies, clients, maxClients, pools }: PoolerBudget): object {
  const { bouncer, service } = pooler;
  return {
    name: bouncer.name,
    service: service?.name ?? null,
    instances: toFigure(copies),
    settings: {
      pool_mode: settingOf(bouncer, 'pool_mode'),
      max_client_conn: countOf(bouncer, 'max_client_conn'),
      default_pool_size: countOf(bouncer, 'default_pool_size'),
      reserve_pool_size: countOf(bouncer, 'reserve_pool_size'),
      max_db_connections: countOf(bouncer, 'max_db_connections'),
    },
    clients,
    maxClients,
    databases: pools.map(pool => ({
      name: pool.database,
      host: pool.host ?? null,
      users: pool.users,
      poolSize: pool.poolSize,
      reservePool: pool.reservePool,
      poolMode: pool.poolMode,
      maxConnections: pool.maxConnections,
      connections: pool.connections,
    })),
  };
}

function toServer(server: ServerBudget, cwd: string): object {
  const { name, title, available, wanted, uncounted, isOver, reserved, shares } = server;
  return {
    name,
    kind: title,
    maxConnections: toFigure(server.maxConnections),
    reservedConnections: toFigure(reserved),
    otherConnections: toFigure(server.others),
    available,
    wanted,
    uncounted,
    isOver,
    shares: shares.map(share => ({
      name: share.name,
      arithmetic: share.arithmetic,
      connections: share.connections,
      ...(share.demand === undefined
        ? {}
        : { file: relative(cwd, share.demand.pool.file), line: share.demand.pool.line }),
    })),
  };
}

function toFigure({ value, from }: Figure): object {
  return { value: value ?? null, from };
}

function placed(place: ConfigPlace | undefined): object {
  return place === undefined ? {} : { file: place.file, line: place.line, column: place.column };
}
