import { relative } from 'node:path';
import type { Budget, PoolerBudget, Problem, ServerBudget } from '../fleet/budget.ts';
import { wordPlace } from '../fleet/config-file.ts';
import { connectionsOf, type Demand } from '../fleet/demand.ts';
import {
  gatherAlike,
  wordShares,
  nameOfPool,
  waysOut,
  wordCopies,
  wordVerdict,
} from '../fleet/wording.ts';
import { drawServer } from './budget-picture.ts';
import type { Colors } from './terminal.ts';

/** How a budget is laid out. */
export interface BudgetStyle {
  readonly cwd: string;
  readonly colors: Colors;
  readonly columns: number;
}

/** A budget for a person: the pools, the poolers, each server with a picture, and what is wrong. */
export function formatBudgetText(budget: Budget, style: BudgetStyle): string {
  const { colors } = style;
  if (budget.demands.length === 0) {
    const none = colors.yellow('No pools that connect to a database server were found here.');
    return [none, ...problemBlock(budget, style)].map(block => `${block}\n`).join('\n');
  }
  const blocks = [
    [colors.bold('Pools'), ...poolTable(budget.demands, style)].join('\n'),
    ...budget.poolers.map(pooler => poolerBlock(pooler, style)),
    ...budget.servers.map(server => serverBlock(server, style)),
    ...problemBlock(budget, style),
    ...budget.servers.map(server => verdict(server, style)),
  ];
  return blocks.map(block => `${block}\n`).join('\n');
}

function poolTable(demands: readonly Demand[], { cwd, colors }: BudgetStyle): readonly string[] {
  const rows = demands.map(demand => {
    const { pool, size, instances, surge } = demand;
    const more = (surge.value ?? 0) === 0 ? '' : ` + ${surge.value}`;
    return [
      `${relative(cwd, pool.file)}:${pool.line}`,
      nameOfPool(demand),
      `${instances.value ?? '?'}${more} × ${size.value === null ? '∞' : (size.value ?? '?')}`,
      `= ${connectionsOf(demand) ?? '?'}`,
      `${wordCopies(demand)}; size: ${size.from}`,
    ];
  });
  return align(rows, [2, 3]).map(([place = '', name = '', product = '', sum = '', from = '']) =>
    `  ${colors.cyan(place)}  ${name}  ${product} ${sum}  ${colors.dim(from)}`.trimEnd(),
  );
}

function poolerBlock(budget: PoolerBudget, { colors }: BudgetStyle): string {
  const { bouncer } = budget.pooler;
  const { clients, maxClients, clientArithmetic } = budget;
  const sum =
    clientArithmetic === '' || /^\d+$/.test(clientArithmetic) ? '' : `${clientArithmetic} = `;
  const pools = budget.pools.map(pool => {
    const { database, users, poolSize, reservePool, poolMode, maxConnections } = pool;
    const one = reservePool > 0 ? `(${poolSize} + ${reservePool} in reserve)` : `${poolSize}`;
    const limit = maxConnections > 0 ? `, at most ${maxConnections}` : '';
    const from = colors.dim(`${wordPlace(pool.place)}; ${pool.usersFrom}`);
    return `  ${database}: ${users} ${users === 1 ? 'user' : 'users'} × ${one}${limit} = ${pool.connections}, pool_mode ${poolMode}  ${from}`;
  });
  const title = `PgBouncer ${bouncer.name}`;
  return [
    colors.bold(title),
    `  clients: ${sum}${clients} of ${maxClients} (max_client_conn)`,
    ...pools,
  ].join('\n');
}

function serverBlock(server: ServerBudget, style: BudgetStyle): string {
  const { maxConnections, reserved, others, available, wanted } = server;
  const { colors } = style;
  const rows = [
    ['max_connections', `${maxConnections.value}`, maxConnections.from],
    ...(reserved.setting === '' ? [] : [[reserved.setting, `− ${reserved.value}`, reserved.from]]),
    ['other clients', `− ${others.value}`, others.from],
    ['left for these pools', `${available}`, ''],
    ['wanted', `${wanted}`, wordShares(server.shares)],
  ];
  const table = align(rows, [1]).map(([name = '', value = '', from = '']) =>
    `  ${name}  ${value}  ${colors.dim(from)}`.trimEnd(),
  );
  const name = server.name === server.title ? server.title : `${server.title} ${server.name}`;
  return [colors.bold(name), ...table, '', ...drawServer(server, style)].join('\n');
}

function verdict(server: ServerBudget, { colors }: BudgetStyle): string {
  const words = wordVerdict(server);
  // A sum with gaps proves nothing.
  if (!server.isOver && server.uncounted > 0) return colors.yellow(`? ${words}`);
  if (!server.isOver) return colors.green(`✔ ${words}`);
  const ways = waysOut(server).map(way => `  · ${way}`);
  return [colors.red(`✖ ${words}`), ...ways].join('\n');
}

function problemBlock({ problems }: Budget, style: BudgetStyle): readonly string[] {
  if (problems.length === 0) return [];
  const order: readonly Problem['level'][] = ['error', 'warning', 'note'];
  const sorted = order.flatMap(level => problems.filter(problem => problem.level === level));
  const blocks = gatherAlike(sorted).map(({ problem, others }) => {
    const also = others.length === 0 ? '' : `\n  Also ${others.map(wordPlace).join(', ')}.`;
    return `${wordProblem(problem, style)}${style.colors.dim(also)}`;
  });
  return [blocks.join('\n')];
}

function wordProblem({ level, place, text, advice }: Problem, { colors }: BudgetStyle): string {
  const paint = { error: colors.red, warning: colors.yellow, note: colors.dim }[level];
  const at = place === undefined ? '' : `${colors.cyan(wordPlace(place))}  `;
  const out = advice === undefined ? '' : `\n  ${colors.dim(advice)}`;
  return `${at}${paint(`${level}:`)} ${text}${out}`;
}

/** Pads columns to the same width; those of `right` on their left. */
function align(
  rows: readonly (readonly string[])[],
  right: readonly number[],
): readonly (readonly string[])[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map(row => (row[column] ?? '').length)),
  );
  return rows.map(row =>
    row.map((cell, column) =>
      right.includes(column)
        ? cell.padStart(widths[column] ?? 0)
        : cell.padEnd(column === row.length - 1 ? 0 : (widths[column] ?? 0)),
    ),
  );
}
