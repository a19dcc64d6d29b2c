import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { createFolder, leaky, runIn } from './run-in.ts';

vi.mock('../../src/analysis/analyse.ts', () => import('./stand-in.ts'));
vi.mock('../../src/analysis/gate.ts', () => import('./stand-in.ts'));

const empty = {
  messages: [],
  suppressedMessages: [],
  errorCount: 0,
  fatalErrorCount: 0,
  warningCount: 0,
  fixableErrorCount: 0,
  fixableWarningCount: 0,
  usedDeprecatedRules: [],
};

const message = {
  ruleId: 'pool/no-leaked-connection',
  severity: 2,
  message: '`client` is not released when line 7 throws.',
  messageId: 'leaked',
  line: 6,
  column: 24,
  endLine: 6,
  endColumn: 38,
};

async function checkAsJson(files: Readonly<Record<string, string>>) {
  const folder = createFolder(files);
  const { code, stdout, stderr } = await runIn(folder, ['check', '--format', 'json']);
  return {
    code,
    stderr,
    results: JSON.parse(stdout) as unknown,
    at: (name: string) => join(folder, name),
  };
}

test('every checked file has an entry, in the shape of ESLint', async () => {
  const { code, stderr, results, at } = await checkAsJson({
    'a.js': leaky,
    'b.ts': 'const answer: number = 42;',
    'c.js': '// #gated',
  });
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  expect(results).toEqual([
    { ...empty, filePath: at('a.js'), messages: [message], errorCount: 1 },
    { ...empty, filePath: at('b.ts') },
    { ...empty, filePath: at('c.js') },
  ]);
});

test('a file that does not parse has a fatal message', async () => {
  const { code, results, at } = await checkAsJson({ 'a.js': 'let ok;\nconst = 1;' });
  expect(code).toBe(1);
  const reason = expect.stringMatching(/^Parsing error: \w/);
  const fatal = { ruleId: null, fatal: true, severity: 2, message: reason, line: 2, column: 7 };
  expect(results).toEqual([
    { ...empty, filePath: at('a.js'), messages: [fatal], errorCount: 1, fatalErrorCount: 1 },
  ]);
});

test('what a comment silences is told apart', async () => {
  const text = leaky.replace(
    '  const client',
    '  // eslint-disable-next-line -- why\n  const client',
  );
  const { code, results, at } = await checkAsJson({ 'a.js': text });
  const moved = { ...message, message: '`client` is not released when line 8 throws.' };
  const suppressions = [{ kind: 'directive', justification: 'why' }];
  const suppressedMessages = [{ ...moved, line: 7, endLine: 7, suppressions }];
  expect({ code, results }).toEqual({
    code: 0,
    results: [{ ...empty, filePath: at('a.js'), suppressedMessages }],
  });
});

test('notes and failures stand beside the messages', async () => {
  const { code, results, at } = await checkAsJson({ 'a.js': '// #note', 'b.js': '// #crash' });
  const failure = expect.stringContaining(
    'The analysis of this file failed: the stand-in fell over.',
  );
  expect({ code, results }).toEqual({
    code: 2,
    results: [
      {
        ...empty,
        filePath: at('a.js'),
        notes: [{ message: 'A function was too long.', line: 1, column: 1 }],
      },
      { ...empty, filePath: at('b.js'), notes: [{ message: failure, line: 1, column: 1 }] },
    ],
  });
});

test('no files give an empty array', async () => {
  expect(await checkAsJson({})).toMatchObject({ code: 0, results: [] });
});
