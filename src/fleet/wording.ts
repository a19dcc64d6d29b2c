import type { Problem, ServerBudget, Share } from './budget.ts';
import { type ConfigPlace, wordPlace } from './config-file.ts';
import type { Demand } from './demand.ts';

/** The sum, as one line: `3 × 50 = 150 > 100 − 3 = 97`. */
function wordSum(server: ServerBudget): string {
  const { shares, wanted, available, isOver } = server;
  const sum = wordShares(shares);
  const left = /^\d+$/.test(sum) || shares.length === 0 ? `${wanted}` : `${sum} = ${wanted}`;
  return `${left} ${isOver ? '>' : '≤'} ${wordLimit(server)}`.replace(/= (\d+)$/, `= ${available}`);
}

/** `3 × 50 + 2 × (1 × 10)`: equal ones once, with their number. */
export function wordShares(shares: readonly Share[]): string {
  const counts = new Map<string, number>();
  for (const { arithmetic } of shares) counts.set(arithmetic, (counts.get(arithmetic) ?? 0) + 1);
  return [...counts].map(([one, count]) => (count === 1 ? one : `${count} × (${one})`)).join(' + ');
}

/** Problems of the same words once, and the other places they are about. */
export function gatherAlike(
  problems: readonly Problem[],
): readonly { readonly problem: Problem; readonly others: readonly ConfigPlace[] }[] {
  const gathered = new Map<string, Problem[]>();
  for (const problem of problems) {
    const key = JSON.stringify([problem.level, problem.text, problem.advice]);
    gathered.set(key, [...(gathered.get(key) ?? []), problem]);
  }
  return [...gathered.values()].flatMap(([problem, ...alike]) =>
    problem === undefined ? [] : [{ problem, others: otherPlaces(problem, alike) }],
  );
}

function otherPlaces({ place }: Problem, alike: readonly Problem[]): readonly ConfigPlace[] {
  const told = new Set([place && wordPlace(place)]);
  return alike.flatMap(({ place: other }) => {
    if (other === undefined || told.has(wordPlace(other))) return [];
    told.add(wordPlace(other));
    return [other];
  });
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
