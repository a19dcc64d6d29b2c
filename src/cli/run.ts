import picocolors from 'picocolors';
import type { Codemod } from '../codemod.ts';
import { packageVersion, productName, reportHint } from '../product.ts';
import type { Rule } from '../rule.ts';
import { PoolSettingError } from '../settings.ts';
import { parseArguments, type Request } from './arguments.ts';
import { budgetCommand } from './budget-command.ts';
import { checkCommand } from './check-command.ts';
import type { Command } from './command.ts';
import { explainCommand } from './explain-command.ts';
import { fixCommand } from './fix/fix-command.ts';
import { wordCommandHelp, wordHelp } from './help.ts';
import { isColored, UsageError, type Terminal } from './terminal.ts';
import { verifyCommand } from './verify-command.ts';

/** What the command line knows besides its commands. */
export interface Program {
  readonly rules: readonly Rule[];
  readonly codemods: readonly Codemod[];
}

const commands: readonly Command[] = [
  checkCommand,
  fixCommand,
  verifyCommand,
  budgetCommand,
  explainCommand,
];

/** Runs the command line and gives its exit code: 0 clean, 1 findings, 2 usage or failure. Never rejects. */
export async function runCommandLine(
  argv: readonly string[],
  program: Program,
  terminal: Terminal,
): Promise<number> {
  try {
    return await obey(parseArguments(argv, commands), program, terminal);
  } catch (error) {
    terminal.stderr.write(wordError(error));
    return 2;
  }
}

function obey(request: Request, program: Program, terminal: Terminal): number | Promise<number> {
  const { command, words, rest, options } = request;
  const colors = picocolors.createColors(isColored(undefined, terminal));
  if (request.wantsVersion) {
    terminal.stdout.write(`${packageVersion}\n`);
    return 0;
  }
  if (request.wantsHelp) {
    const text = command ? wordCommandHelp(command, colors) : wordHelp(commands, colors);
    terminal.stdout.write(text);
    return 0;
  }
  if (command === undefined) {
    terminal.stderr.write(wordHelp(commands, colors));
    return 2;
  }
  return command.run({ words, rest, options, ...program }, terminal);
}

function wordError(error: unknown): string {
  if (error instanceof UsageError || error instanceof PoolSettingError) {
    return `${error.message}\n`;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${productName} failed. ${reportHint()}\n\n${stack}\n`;
}
