import picocolors from 'picocolors';
import type { Call, Command } from '../command.ts';
import { isColored, UsageError, type Colors, type Terminal } from '../terminal.ts';
import { Answers } from './answers.ts';
import { decideAlone } from './decide.ts';
import { fixFiles } from './fix-files.ts';
import { readKeys } from './keys.ts';
import { reportAsJson } from './report-json.ts';
import { wordReport } from './report.ts';
import { fixOptions, readRequest, type FixRequest } from './request.ts';
import type { FixResult } from './result.ts';
import { AbortedError, Review } from './review.ts';
import { undo } from './undo.ts';
import { writeAll, WriteError } from './write.ts';

/** Repairs what `check` finds. */
export const fixCommand: Command = {
  name: 'fix',
  parameters: '[paths...]',
  arity: { least: 0, most: Infinity },
  summary: 'Repair what can be repaired safely; shows a diff unless told to --write',
  options: fixOptions,
  examples: [
    ['fix', 'show what would change in this project'],
    ['fix src --write', 'change the files'],
    ['fix -i --since main', 'ask about each repair in what this branch touched'],
    ['fix --codemod pool-query --write', 'make one kind of repair only'],
    ['fix --undo', 'take the last --write back'],
  ],

  async run(call, terminal) {
    if (call.options['undo'] === true) return undoAlone(call, terminal);
    const request = readRequest(call, terminal);
    try {
      return await (request.asks ? fixWithQuestions : fixAlone)(call, request, terminal);
    } catch (error) {
      if (error instanceof AbortedError) {
        terminal.stdout.write(`${error.message}\n`);
        return 130;
      }
      // Its message is for the user: what happened to the files.
      if (error instanceof WriteError) throw new UsageError(error.message, { cause: error });
      throw error;
    }
  },
};

function undoAlone({ words, options }: Call, terminal: Terminal): number {
  // `types` is there for `--no-types`, written or not.
  const others = Object.keys(options).filter(
    name => !['undo', 'color'].includes(name) && (name !== 'types' || options[name] === false),
  );
  const extra = words[0] ?? others.map(name => `--${name}`)[0];
  if (extra !== undefined) {
    throw new UsageError(
      `--undo takes all of the last --write back; '${extra}' does not go with it.`,
    );
  }
  return undo(terminal);
}

async function fixAlone(call: Call, request: FixRequest, terminal: Terminal): Promise<number> {
  const { minimum, writes } = request;
  const result = await fixFiles(call, request, terminal, {
    expect: () => {},
    decide: async sites => decideAlone(sites, minimum),
    onRepaired: () => {},
  });
  if (writes && result.changes.length > 0) await writeAll(result.changes, terminal.cwd);
  return report(result, request, call, terminal);
}

async function fixWithQuestions(
  call: Call,
  request: FixRequest,
  terminal: Terminal,
): Promise<number> {
  const { stdin, cwd, stdout } = terminal;
  if (stdin === undefined) throw new UsageError('-i needs a terminal.');
  const answers = Answers.read(request.answers, cwd);
  const keys = readKeys(stdin);
  const colors = colorsOf(call, terminal);
  const review = new Review({ terminal, colors, keys, answers, minimum: request.minimum });
  let result: FixResult;
  try {
    result = await fixFiles(call, request, terminal, {
      expect: sites => review.expect(sites),
      decide: sites => review.decide(sites),
      onRepaired: repaired => answers.markUsed(repaired.map(({ site }) => site)),
    });
  } finally {
    keys.close();
  }
  if (result.changes.length > 0) {
    await writeAll(result.changes, cwd);
    answers.forgetUsed();
  }
  stdout.write('\n');
  const code = report(result, request, call, terminal);
  const { place } = answers;
  if (place !== undefined) {
    stdout.write(`\nYour answers are in ${place}: delete it to be asked again.\n`);
  }
  return code;
}

function report(result: FixResult, { isJson }: FixRequest, call: Call, terminal: Terminal): number {
  const { cwd, stdout } = terminal;
  const colors = colorsOf(call, terminal);
  stdout.write(isJson ? reportAsJson(result, cwd) : wordReport(result, { cwd, colors }));
  const { checked, changes, left, isWritten } = result;
  if (checked.some(({ isFailed }) => isFailed)) return 2;
  const isOpen = left.length > 0 || (changes.length > 0 && !isWritten);
  return isOpen || checked.some(({ unreadable }) => unreadable) ? 1 : 0;
}

function colorsOf({ options }: Call, terminal: Terminal): Colors {
  const flag = typeof options['color'] === 'boolean' ? options['color'] : undefined;
  return picocolors.createColors(isColored(flag, terminal));
}
