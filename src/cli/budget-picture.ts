import type { ServerBudget } from '../fleet/budget.ts';
import type { Colors } from './terminal.ts';

const widest = 60;

/**
 * Who takes how much of a server: a bar for each, one behind the other, above the bar of the server.
 * What does not fit is drawn in another shade.
 */
export function drawServer(
  server: ServerBudget,
  { colors, columns }: { readonly colors: Colors; readonly columns: number },
): readonly string[] {
  const { shares, available, wanted, maxConnections } = server;
  const whole = Math.max(wanted, maxConnections.value ?? 0, 1);
  const names = Math.max(...shares.map(({ name }) => name.length), 'server'.length);
  const width = Math.max(Math.min(columns - names - 16, widest), 10);
  const cell = (connections: number) => Math.round((connections / whole) * width);
  let taken = 0;
  const bars = shares.map(({ name, connections }) => {
    const from = cell(taken);
    const fits = Math.max(Math.min(cell(taken + connections), cell(available)) - from, 0);
    taken += connections;
    const over = Math.max(cell(taken) - from - fits, 0);
    const bar = `${' '.repeat(from)}${colors.green('█'.repeat(fits))}${colors.red('▒'.repeat(over))}`;
    const rest = ' '.repeat(Math.max(width - from - fits - over, 0));
    return `  ${name.padEnd(names)}  ${bar}${rest}  ${connections}`;
  });
  const free = '─'.repeat(Math.max(cell(available), 0));
  const kept = '░'.repeat(
    Math.max(cell(maxConnections.value ?? 0) - cell(Math.max(available, 0)), 0),
  );
  const rest = ' '.repeat(Math.max(width - free.length - kept.length, 0));
  const line = `  ${'server'.padEnd(names)}  ${free}${colors.dim(kept)}${rest}  ${available} of ${maxConnections.value}`;
  return [...bars, line];
}
