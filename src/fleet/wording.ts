import type { ServerBudget } from './budget.ts';
import type { Demand } from './demand.ts';

/** The sum, as one line: `3 × 50 = 150 > 100 − 3 = 97`. */
function wordSum(server: ServerBudget): string {
  const { shares, wanted, available, isOver } = server;
  const sum = shares.map(({ arithmetic }) => arithmetic).join(' + ');
  const left = /^\d+$/.test(sum) || shares.length === 0 ? `${wanted}` : `${sum} = ${wanted}`;
  return `${left} ${isOver ? '>' : '≤'} ${wordLimit(server)}`.replace(/= (\d+)$/, `= ${available}`);
}

/** `100 − 3 = 97`. */
export function wordLimit({ maxConnections, reserved, others, available }: ServerBudget): string {
  const taken = [reserved.value ?? 0, others.value ?? 0].filter(value => value > 0);
  if (taken.length === 0) return `${maxConnections.value}`;
  return `${maxConnections.value} − ${taken.join(' − ')} = ${available}`;
}

/** One line that says whether all is well with a server. */
export function wordVerdict(server: ServerBudget): string {
  const { wanted, available, isOver, uncounted } = server;
  const difference = Math.abs(wanted - available);
  const noun = difference === 1 ? 'connection' : 'connections';
  const pools =
    uncounted === 1 ? 'pool whose size or copies are' : 'pools whose sizes or copies are';
  const rest = uncounted === 0 ? '' : `, without ${uncounted} ${pools} not known`;
  return isOver
    ? `${wordSum(server)}: ${difference} ${noun} too many.`
    : `${wordSum(server)}: ${difference} ${noun} to spare${rest}.`;
}

/** What would make a server large enough, or its clients few enough. */
export function waysOut(server: ServerBudget): readonly string[] {
  if (!server.isOver) return [];
  const pools = server.shares.flatMap(({ demand }) => demand ?? []);
  const fixed = server.shares
    .filter(({ demand }) => demand === undefined)
    .reduce((sum, { connections }) => sum + connections, 0);
  const copies = pools.reduce((sum, demand) => sum + copiesOf(demand), 0);
  const fitting = copies === 0 ? 0 : Math.floor((server.available - fixed) / copies);
  return [
    ...(fitting > 0
      ? [`pools of at most ${fitting}: ${copies} × ${fitting} = ${copies * fitting}`]
      : []),
    ...(server.title === 'PostgreSQL' && pools.length > 0
      ? ['a PgBouncer in transaction mode between the services and the server']
      : []),
    `fewer copies, or a server that allows ${server.wanted + (server.maxConnections.value ?? 0) - server.available}`,
  ];
}

function copiesOf({ instances, surge }: Demand): number {
  return (instances.value ?? 0) + (surge.value ?? 0);
}

/** What a pool is called where it is listed. */
export function nameOfPool({ pool }: Demand): string {
  return pool.name ?? pool.text;
}

/** Whose copies they are and where that is said. */
export function wordCopies({ service, instances, surge }: Demand): string {
  const more = surge.value ?? 0;
  const of = service === undefined ? '' : `${service.name}: `;
  const rollout = more === 0 ? '' : `, ${more} more during a deploy (${surge.from})`;
  return `${of}${instances.from}${rollout}`;
}
