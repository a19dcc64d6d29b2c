import type { PoolerBudget, Problem, ServerBudget } from './budget.ts';
import type { ConfigPlace } from './config-file.ts';
import type { Demand } from './demand.ts';
import { countOf, settingOf, type PgBouncer } from './pgbouncer.ts';
import { checkSettings } from './pgbouncer-problems.ts';
import { serverConnectionsOf } from './pooler-budget.ts';

/** What is wrong between a pooler, its clients and its server, and with its file. */
export function checkPooler(
  budget: PoolerBudget,
  clients: readonly Demand[],
  servers: readonly ServerBudget[],
  isCounted: boolean,
): readonly Problem[] {
  const { bouncer } = budget.pooler;
  return [
    ...(isCounted ? [] : [unused(bouncer)]),
    ...checkClients(budget),
    ...checkModes(budget),
    ...checkStartup(bouncer, clients),
    ...budget.pools.flatMap(pools => [
      ...checkDatabaseLimit(bouncer, pools),
      ...checkServer(budget, pools, servers),
    ]),
    ...checkSettings(bouncer),
  ];
}

/** Where a setting stands; the file itself when it is a default. */
function placeOf({ settings, place }: PgBouncer, name: string): ConfigPlace {
  return settings.get(name)?.place ?? place;
}

function unused(bouncer: PgBouncer): Problem {
  return {
    level: 'note',
    place: bouncer.place,
    text: 'No pool is known to connect through this PgBouncer; it is checked, but not counted.',
    advice: `If all do, say so: \`--pgbouncer ${bouncer.name}\`.`,
  };
}

function checkClients(budget: PoolerBudget): readonly Problem[] {
  const { clients, clientArithmetic, maxClients, copies, pooler } = budget;
  if (clients <= maxClients) return [];
  const one = countOf(pooler.bouncer, 'max_client_conn');
  const limit = copies.value === 1 ? `${one}` : `${copies.value} × ${one} = ${maxClients}`;
  const enough = Math.ceil(clients / (copies.value ?? 1) / 50) * 50 + 50;
  return [
    {
      level: 'error',
      place: placeOf(pooler.bouncer, 'max_client_conn'),
      text: `max_client_conn lets in ${limit} clients; the applications may open ${clientArithmetic} = ${clients}. The others are refused.`,
      advice: `Set \`max_client_conn = ${enough}\`; a waiting client costs PgBouncer some kilobytes.`,
    },
  ];
}

function checkModes({ pooler, clients, pools }: PoolerBudget): readonly Problem[] {
  const { bouncer } = pooler;
  const sessions = pools.filter(({ poolMode }) => poolMode === 'session');
  const [first] = sessions;
  if (pools.some(({ poolMode }) => poolMode === 'statement')) {
    return [
      {
        level: 'warning',
        place: placeOf(bouncer, 'pool_mode'),
        text: 'pool_mode statement refuses transactions of more than one statement.',
        advice: 'Set `pool_mode = transaction`, unless every client runs in autocommit mode.',
      },
    ];
  }
  const room = sessions.reduce((sum, { connections }) => sum + connections, 0);
  if (first === undefined || clients <= room) return [];
  return [
    {
      level: 'warning',
      place: placeOf(bouncer, 'pool_mode'),
      text: `In pool_mode session a client keeps its server connection for as long as it is connected, and pools stay connected: ${clients} clients want the ${room} connections, the others wait.`,
      advice: 'Set `pool_mode = transaction`; `pool/no-session-state` finds what that breaks.',
    },
  ];
}

/** Parameters that a pool sends when it connects, and a PgBouncer refuses unless told to ignore them. */
const startupParameters = [
  'statement_timeout',
  'lock_timeout',
  'idle_in_transaction_session_timeout',
];

function checkStartup(bouncer: PgBouncer, clients: readonly Demand[]): readonly Problem[] {
  const known = `${settingOf(bouncer, 'ignore_startup_parameters')},${settingOf(bouncer, 'track_extra_parameters')}`;
  const ignored = new Set(known.split(/[,\s]+/));
  const sent = clients.flatMap(({ pool }) =>
    pool.timeouts.flatMap(({ option, value }) =>
      typeof value === 'number' && value > 0 && option !== undefined ? [option] : [],
    ),
  );
  return startupParameters
    .filter(name => sent.includes(name) && !ignored.has(name))
    .map(name => ({
      level: 'error' as const,
      place: placeOf(bouncer, 'ignore_startup_parameters'),
      text: `A pool sets ${name}, which is sent when it connects; PgBouncer refuses every such connection.`,
      advice: `Set it on the role instead (\`alter role … set ${name} = …\`), or add it to ignore_startup_parameters, and it has no effect.`,
    }));
}

function checkDatabaseLimit(
  bouncer: PgBouncer,
  { users, poolSize, reservePool, maxConnections, place, database }: PoolerBudget['pools'][number],
): readonly Problem[] {
  const sum = users * (poolSize + reservePool);
  if (maxConnections === 0 || sum <= maxConnections) return [];
  const one = reservePool > 0 ? `(${poolSize} + ${reservePool})` : `${poolSize}`;
  const fitting = Math.max(Math.floor(maxConnections / users) - reservePool, 1);
  return [
    {
      level: 'warning',
      place: bouncer.settings.get('max_db_connections')?.place ?? place,
      text: `The pools of ${database === '*' ? 'one database' : database} may ask for ${users} × ${one} = ${sum}, max_db_connections gives ${maxConnections}: the last of them wait, whoever has free connections.`,
      advice: `Set the pool size to ${fitting}, or max_db_connections to ${sum}.`,
    },
  ];
}

function checkServer(
  budget: PoolerBudget,
  pools: PoolerBudget['pools'][number],
  servers: readonly ServerBudget[],
): readonly Problem[] {
  const [server] = servers;
  const connections = serverConnectionsOf(budget, pools);
  if (server === undefined || connections <= server.available) return [];
  const copies = budget.copies.value ?? 1;
  const fitting = Math.floor(server.available / copies / pools.users) - pools.reservePool;
  return [
    {
      level: 'error',
      place: budget.pooler.bouncer.settings.get('default_pool_size')?.place ?? pools.place,
      text: `This PgBouncer alone may open ${connections} connections; \`${server.name}\` has ${server.available} for it.`,
      advice: `Set \`default_pool_size = ${Math.max(fitting, 1)}\`, or max_db_connections.`,
    },
  ];
}
