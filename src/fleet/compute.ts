import type { PoolFact } from '../analysis/pool-facts.ts';
import type { Budget, Fleet, PoolerBudget, Problem, ServerBudget } from './budget.ts';
import type { Demand } from './demand.ts';
import { toDemands } from './demands.ts';
import { checkPooler } from './pooler-problems.ts';
import { toPoolerBudget } from './pooler-budget.ts';
import { routeOf, type Route } from './routes.ts';
import { toServerBudgets } from './server-budget.ts';

/** The arithmetic of a fleet. */
export function computeBudget(fleet: Fleet): Budget {
  const { demands, problems: assumed } = toDemands(fleet);
  const routes = demands.map(demand => routeOf(demand, fleet));
  const all = fleet.poolers.map(pooler =>
    toPoolerBudget(
      pooler,
      routes.filter(route => route.pooler === pooler).map(({ demand }) => demand),
    ),
  );
  // A file that nobody is known to connect through is checked, but takes nothing.
  const poolers = all.filter(({ pooler }) => isUsed(pooler.bouncer.name, routes, pooler.service));
  const servers = toServerBudgets(routes, poolers, fleet);
  const problems = [
    ...demands.flatMap(demand => problemsOf(demand, fleet)),
    ...routes.flatMap(route => problemsOfRoute(route, fleet)),
    ...all.flatMap(budget =>
      checkPooler(
        budget,
        routes.filter(({ pooler }) => pooler === budget.pooler).map(({ demand }) => demand),
        serversOf(budget, servers),
        poolers.includes(budget),
      ),
    ),
    ...assumed,
  ];
  const isOver =
    servers.some(server => server.isOver) || problems.some(({ level }) => level === 'error');
  return { servers, poolers, demands, problems, isOver };
}

function isUsed(name: string, routes: readonly Route[], service: unknown): boolean {
  return service !== undefined || routes.some(({ pooler }) => pooler?.bouncer.name === name);
}

function serversOf({ pools }: PoolerBudget, servers: readonly ServerBudget[]) {
  const hosts = new Set(pools.map(({ host }) => host));
  const [only, ...others] = servers;
  if (only !== undefined && others.length === 0) return [only];
  return servers.filter(({ name }) => hosts.has(name));
}

/** What keeps a pool out of the sum. */
function problemsOf({ pool, size, instances, service }: Demand, fleet: Fleet): readonly Problem[] {
  const place = { file: fleet.nameOf(pool.file), line: pool.line, column: 1 };
  const name = `\`${pool.name ?? pool.text}\``;
  if (size.value === null) {
    const text = `${name} has no limit (${size.from}), so no server is large enough for it.`;
    return [{ level: 'error', place, text, advice: `Set ${pool.size.option}.` }];
  }
  if (size.value === undefined) {
    const text = `The size of ${name} cannot be known (${size.from}); it is not counted.`;
    return [{ level: 'warning', place, text, advice: adviceFor(pool.size) }];
  }
  if (instances.value !== undefined) return [];
  const of = service === undefined ? '' : ` of \`${service.name}\``;
  const text = `How many copies${of} run cannot be known (${instances.from}); ${name} is not counted.`;
  const advice = `Say it: \`--instances ${service?.name ?? 'name'}=N\`.`;
  return [{ level: 'warning', place, text, advice }];
}

function adviceFor({ variable, option, isInUrl = false }: PoolFact['size']): string {
  if (isInUrl) return `Say it in the connection string: \`${variable ?? 'url'}=…?${option}=10\`.`;
  if (variable === undefined) {
    return `Write ${option} as a number, or as an environment variable with a default.`;
  }
  return `Say ${variable} in a deployment file, or under \`budget.environment\` in the settings.`;
}

function problemsOfRoute({ demand, engine }: Route, fleet: Fleet): readonly Problem[] {
  const { pool } = demand;
  if (engine !== undefined) return [];
  const place = { file: fleet.nameOf(pool.file), line: pool.line, column: 1 };
  const text = `\`${pool.name ?? pool.text}\` (${pool.package}) is not counted: which kind of server it connects to is not visible, or has no limit that is known here.`;
  return [{ level: 'note', place, text, advice: undefined }];
}
