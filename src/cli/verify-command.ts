import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../product.ts';
import { checkCommand } from './check-command.ts';
import type { Call, Command } from './command.ts';
import { UsageError, type Terminal } from './terminal.ts';
import {
  join,
  rulesSeen,
  type RuntimeReport,
  type StaticFinding,
  type Verdict,
} from './verify-join.ts';

/** Runs tests under the leak detector, and says which findings they confirm. */
export const verifyCommand: Command = {
  name: 'verify',
  parameters: '[paths...] -- <test command>',
  arity: { least: 0, most: Infinity },
  summary: 'Run tests under the leak detector, and join its reports with the findings',
  options: [
    { flags: '--format <format>', summary: 'text (default) or json', values: ['text', 'json'] },
    {
      flags: '--idle <ms>',
      summary: 'Report a connection on which nothing ran for so long (1000)',
    },
  ],
  examples: [['verify -- npm test', 'run `npm test`, watching every pool']],

  async run(call, terminal) {
    const [program, ...rest] = call.rest;
    if (program === undefined) throw new UsageError("'verify' needs a command: verify -- npm test");
    const folder = mkdtempSync(joinPath(tmpdir(), 'pool-verify-'));
    try {
      const file = joinPath(folder, 'reports.jsonl');
      const testsFailed = (await runTests(program, rest, file, call, terminal)) !== 0;
      const verdict = join(await findStatically(call, terminal), readReports(file));
      const isJson = call.options['format'] === 'json';
      const text = isJson ? JSON.stringify(verdict) : toText(verdict, terminal.cwd);
      terminal.stdout.write(`${text}\n`);
      return testsFailed || Object.values(verdict).some(({ length }) => length > 0) ? 1 : 0;
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

/** The exit code of the tests. What they print goes to the error stream: the other one is for the verdict. */
function runTests(
  program: string,
  words: readonly string[],
  reportsFile: string,
  { options }: Call,
  { cwd, env, stderr }: Terminal,
): Promise<number> {
  const register = pathToFileURL(joinPath(packageRoot ?? cwd, 'dist/runtime/register.js'));
  const variables = {
    POOL_WATCH_IDLE_MS: String(options['idle'] ?? 1000),
    POOL_WATCH_REPORTS: reportsFile,
    NODE_OPTIONS: `${env['NODE_OPTIONS'] ?? ''} --import ${register.href}`.trim(),
  };
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      ...{ cwd, env: { ...env, ...variables }, stdio: ['inherit', 'pipe', 'pipe'] },
      // There `npm` is a script.
      shell: process.platform === 'win32',
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: unknown) => void stderr.write(String(chunk)));
    }
    child.on('error', error =>
      reject(new UsageError(`'${program}' cannot run: ${error.message}.`)),
    );
    child.on('close', code => resolve(code ?? 1));
  });
}

/** What the rules say that have a counterpart at run time. */
async function findStatically(call: Call, terminal: Terminal): Promise<readonly StaticFinding[]> {
  let printed = '';
  const stdout = { write: (text: string) => void (printed += text) };
  const options = { format: 'json', all: true };
  const rules = call.rules.filter(({ name }) => rulesSeen.includes(`pool/${name}`));
  await checkCommand.run({ ...call, rules, options }, { ...terminal, stdout });
  // It is what `check` has just written.
  const results = JSON.parse(printed) as readonly {
    readonly filePath: string;
    readonly messages: readonly { ruleId: string | null; line: number; message: string }[];
  }[];
  return results.flatMap(({ filePath: file, messages }) =>
    messages.flatMap(({ ruleId: rule, line, message }) =>
      rule === null ? [] : [{ file, line, rule, message }],
    ),
  );
}

function readReports(file: string): readonly RuntimeReport[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  // The detector wrote them, one a line.
  return lines.map(line => JSON.parse(line) as RuntimeReport);
}

function toText({ confirmed, unseen, unfound }: Verdict, cwd: string): string {
  const place = ({ file, line }: StaticFinding) => `${relative(cwd, file)}:${line}`;
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [`${title} (${lines.length})`, ...lines.map(line => `  ${line}`)];
  return [
    ...section(
      'Found in the code, and seen to happen',
      confirmed.map(
        ([finding, { message }]) => `${place(finding)}  ${finding.rule}\n    ${message}`,
      ),
    ),
    ...section(
      'Seen to happen, and found by no rule',
      unfound.map(({ rule, message }) => `${message}${rule === undefined ? '' : ` (${rule})`}`),
    ),
    ...section(
      'Found in the code, and not seen in these tests',
      unseen.map(finding => `${place(finding)}  ${finding.rule}  ${finding.message}`),
    ),
    `${confirmed.length} confirmed, ${unfound.length} only seen, ${unseen.length} only found.`,
  ].join('\n');
}
