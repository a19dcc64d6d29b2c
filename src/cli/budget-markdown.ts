import { relative } from 'node:path';
import type { Budget, ServerBudget } from '../fleet/budget.ts';
import { wordPlace } from '../fleet/config-file.ts';
import { connectionsOf, type Demand } from '../fleet/demand.ts';
import {
  gatherAlike,
  wordShares,
  nameOfPool,
  waysOut,
  wordCopies,
  wordLimit,
  wordVerdict,
} from '../fleet/wording.ts';

/** A budget for a comment on a pull request: a verdict, a Mermaid picture, and tables. */
export function formatBudgetMarkdown(budget: Budget, cwd: string): string {
  const { demands, servers, problems } = budget;
  if (demands.length === 0) return '### Connection budget\n\nNo pools were found.\n';
  const blocks = [
    '### Connection budget',
    servers.map(verdict).join('\n'),
    ...(servers.length > 0 ? [picture(budget)] : []),
    table(
      ['pool', 'size', 'copies', 'connections'],
      demands.map(demand => poolRow(demand, cwd)),
    ),
    ...servers.map(serverTable),
    ...(problems.length > 0 ? [gatherAlike(problems).map(problemLine).join('\n')] : []),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function problemLine({ problem, others }: ReturnType<typeof gatherAlike>[number]): string {
  const { level, place, text, advice } = problem;
  const also =
    others.length === 0 ? '' : `Also ${others.map(one => `\`${wordPlace(one)}\``).join(', ')}.`;
  const at = place === undefined ? '' : `\`${wordPlace(place)}\` `;
  return `- **${level}** ${at}${[text, advice, also].filter(Boolean).join(' ')}`;
}

function verdict(server: ServerBudget): string {
  const ways = waysOut(server).map(way => `  - ${way}`);
  const mark = server.isOver ? '❌' : server.uncounted > 0 ? '❔' : '✅';
  return [`- ${mark} **${server.title}** ${server.name}: ${wordVerdict(server)}`, ...ways].join(
    '\n',
  );
}

function poolRow(demand: Demand, cwd: string): readonly string[] {
  const { pool, size, instances, surge } = demand;
  const more = (surge.value ?? 0) === 0 ? '' : ` + ${surge.value}`;
  return [
    `\`${nameOfPool(demand)}\` ${relative(cwd, pool.file)}:${pool.line}`,
    `${size.value === null ? '∞' : (size.value ?? '?')} (${size.from})`,
    `${instances.value ?? '?'}${more} (${wordCopies(demand)})`,
    `${connectionsOf(demand) ?? '?'}`,
  ];
}

function serverTable({ title, name, ...server }: ServerBudget): string {
  const { maxConnections, reserved, others, available, wanted } = server;
  return table(
    [name === title ? title : `${title} ${name}`, 'connections', 'from'],
    [
      ['max_connections', `${maxConnections.value}`, maxConnections.from],
      ...(reserved.setting === ''
        ? []
        : [[`\`${reserved.setting}\``, `−${reserved.value}`, reserved.from]]),
      ['other clients', `−${others.value}`, others.from],
      ['left for these pools', `**${available}**`, ''],
      ['wanted', `**${wanted}**`, wordShares(server.shares)],
    ],
  );
}

/** Services and poolers on their way to the servers, with what each may open. */
function picture({ servers, poolers }: Budget): string {
  const behind = poolers.flatMap((budget, index) => {
    const { name } = budget.pooler.bouncer;
    const label = `${name}<br/>${budget.clients} of ${budget.maxClients} clients`;
    const clients = budget.demands.map(
      (demand, position) =>
        `  pooler${index}client${position}${box(demand, '')} -->|${connectionsOf(demand) ?? '?'}| pooler${index}`,
    );
    return [`  pooler${index}{{"${escape(label)}"}}`, ...clients];
  });
  const lines = servers.flatMap((server, index) => {
    const id = `server${index}`;
    const shares = server.shares.map(({ demand, pooler, arithmetic, connections }, position) => {
      const from =
        demand === undefined
          ? `pooler${poolers.findIndex(each => each.pooler === pooler)}`
          : `${id}client${position}${box(demand, `<br/>${arithmetic}`)}`;
      return `  ${from} -->|${connections}| ${id}`;
    });
    const label = `${server.name}<br/>${wordLimit(server)}`;
    return [
      `  ${id}[("${escape(label)}")]`,
      ...shares,
      ...(server.isOver ? [`  class ${id} over`] : []),
    ];
  });
  const style = '  classDef over stroke:#c00,stroke-width:3px';
  return ['```mermaid', 'flowchart LR', ...behind, ...lines, style, '```'].join('\n');
}

function box(demand: Demand, more: string): string {
  return `["${escape(demand.service?.name ?? nameOfPool(demand))}${more}"]`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** What would end a label. */
function escape(text: string): string {
  return text.replaceAll('"', '#quot;');
}
