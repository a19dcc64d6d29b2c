import { packageVersion, productName } from '../product.ts';
import { globalOptions } from './arguments.ts';
import type { Command } from './command.ts';
import type { Colors } from './terminal.ts';

const about = 'Finds database connections that leak or are held too long, on which path, and why.';

const exitCodes: readonly Row[] = [
  ['0', 'nothing found'],
  ['1', 'findings, or files that cannot be parsed'],
  ['2', 'wrong usage, or a failure of the program itself'],
];

type Row = readonly [term: string, text: string];

/** The help of the program. */
export function wordHelp(commands: readonly Command[], colors: Colors): string {
  return [
    `${colors.bold(productName)} ${packageVersion}`,
    about,
    section('Usage', [`  ${productName} <command> [options]`], colors),
    section('Commands', table(commands.map(toRow)), colors),
    section('Options', table(globalOptions.map(({ flags, summary }) => [flags, summary])), colors),
    section('Exit codes', table(exitCodes), colors),
    `The options of a command: ${productName} ${commands[0]?.name ?? '<command>'} --help`,
    '',
  ]
    .join('\n\n')
    .replace('\n\n' + about, '\n' + about);
}

/** The help of one command. */
export function wordCommandHelp(command: Command, colors: Colors): string {
  const options = [...command.options, ...globalOptions];
  return (
    [
      `${command.summary}.`,
      section('Usage', [`  ${productName} ${usageOf(command)} [options]`], colors),
      section('Options', table(options.map(({ flags, summary }) => [flags, summary])), colors),
      section(
        'Examples',
        table(command.examples.map(([line, does]) => [`${productName} ${line}`, does])),
        colors,
      ),
      section('Exit codes', table(exitCodes), colors),
    ].join('\n\n') + '\n'
  );
}

function toRow(command: Command): Row {
  return [usageOf(command), command.summary];
}

function usageOf({ name, parameters }: Command): string {
  return `${name} ${parameters}`.trimEnd();
}

function section(title: string, lines: readonly string[], colors: Colors): string {
  return [colors.bold(title), ...lines].join('\n');
}

function table(rows: readonly Row[]): readonly string[] {
  const width = Math.max(...rows.map(([term]) => term.length));
  return rows.map(([term, text]) => `  ${term.padEnd(width)}  ${text}`);
}
