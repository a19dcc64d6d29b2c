import { Linter } from 'eslint';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { createPlugin } from '../../src/eslint/plugin.ts';
import { defineRule } from '../../src/rule.ts';
import { acquireRule, leakRule } from '../cli/leak-rule.ts';
import { leaky } from '../cli/run-in.ts';
import { analysed } from '../cli/stand-in.ts';

vi.mock('../../src/analysis/analyse.ts', () => import('../cli/stand-in.ts'));
vi.mock('../../src/analysis/gate.ts', () => import('../cli/stand-in.ts'));

const plugin = createPlugin([leakRule, acquireRule]);

function lint(text: string, config: Linter.Config = plugin.configs.recommended): readonly string[] {
  const messages = new Linter().verify(text, config, 'a.js');
  return messages.map(
    ({ ruleId, line, column, message }) => `${line}:${column} ${ruleId} ${message}`,
  );
}

beforeEach(() => {
  analysed.length = 0;
});

describe('reports', () => {
  test('a finding stands at its whole span, in the words of the rule', () => {
    const [message] = new Linter().verify(leaky, plugin.configs.recommended, 'a.js');
    expect(message).toMatchObject({
      ruleId: 'pool/no-leaked-connection',
      messageId: 'leaked',
      message: '`client` is not released when line 7 throws.',
      severity: 2,
      line: 6,
      column: 24,
      endLine: 6,
      endColumn: 38,
    });
  });

  test.each([
    ['recommended', 'possible', 0],
    ['recommended', 'likely', 1],
    ['recommended', 'sure', 1],
    ['strict', 'possible', 1],
    ['all', 'likely', 2],
  ] as const)('%s reports of a %s finding: %i', (config, tier, count) => {
    expect(lint(`// #${tier}\n${leaky}`, plugin.configs[config])).toHaveLength(count);
  });

  test('the option of a rule chooses the tier', () => {
    const rules: Linter.RulesRecord = { 'pool/no-leaked-connection': ['error', { tier: 'sure' }] };
    const config = { plugins: { pool: plugin }, rules };
    expect(lint(leaky, config)).toEqual([]);
    expect(lint(`// #sure\n${leaky}`, config)).toHaveLength(1);
  });

  test('an unknown option is refused', () => {
    const rules: Linter.RulesRecord = { 'pool/no-leaked-connection': ['error', { teir: 'sure' }] };
    expect(() => lint(leaky, { plugins: { pool: plugin }, rules })).toThrow(/teir/);
  });

  test('comments of ESLint are honoured', () => {
    expect(
      lint(
        leaky.replace(
          '  const',
          '  // eslint-disable-next-line pool/no-leaked-connection\n  const',
        ),
      ),
    ).toEqual([]);
  });
});

describe('one analysis', () => {
  test('serves all rules of a file', () => {
    expect(lint(leaky, plugin.configs.all)).toHaveLength(2);
    expect(analysed).toHaveLength(1);
  });

  test('is made anew for new text, and for rules that ask for another tier', () => {
    lint(leaky);
    lint(leaky);
    lint(leaky, plugin.configs.strict);
    expect(analysed).toHaveLength(3);
  });

  test('is not made of a file that the gate turns away', () => {
    expect(lint(`// #gated\n${leaky}`)).toEqual([]);
    expect(analysed).toEqual([]);
  });
});

describe('failures', () => {
  test('one message for the file, however many rules run', () => {
    expect(lint('// #crash', plugin.configs.all)).toEqual([
      expect.stringMatching(
        /^1:1 pool\/[\w-]+ The analysis of this file failed: the stand-in fell over\. This is a mistake in eslint-plugin-pool/,
      ),
    ]);
    expect(analysed).toHaveLength(1);
  });

  test('a rule that throws takes no other rule with it', () => {
    const broken = defineRule({
      ...leakRule,
      name: 'no-broken',
      *check() {
        throw new Error('no words');
      },
    });
    const both = createPlugin([broken, leakRule]);
    expect(lint(leaky, both.configs.recommended)).toEqual([
      expect.stringContaining('1:1 pool/no-broken The analysis of this file failed: no words.'),
      expect.stringContaining('6:24 pool/no-leaked-connection'),
    ]);
  });

  test('notes are said once', () => {
    expect(lint('// #note', plugin.configs.all)).toEqual([
      expect.stringMatching(/^1:1 pool\/[\w-]+ A function was too long\.$/),
    ]);
  });
});

describe('settings', () => {
  test.each([
    [
      { evidense: 'types' },
      "In ESLint's configuration: `settings.pool` has an unknown key 'evidense'. Did you mean 'evidence'?",
    ],
    [{ evidence: 'all' }, "`settings.pool.evidence` must be 'types' or 'any', not 'all'."],
    [{ drivers: {} }, '`settings.pool.drivers` must be an array of drivers'],
    ['types', "`settings.pool` must be an object, not 'types'."],
  ])('%j is refused by name', (pool, expected) => {
    expect(() => lint(leaky, { ...plugin.configs.recommended, settings: { pool } })).toThrow(
      expected,
    );
  });

  test('evidence of types only', () => {
    const settings = { pool: { evidence: 'types' } };
    const config = { ...plugin.configs.recommended, settings };
    expect(lint(`// #usage\n${leaky}`, config)).toEqual([]);
    expect(lint(leaky, config)).toHaveLength(1);
  });
});

test('a file of another language is left alone', () => {
  const language = {
    fileType: 'text' as const,
    lineStart: 1 as const,
    columnStart: 1 as const,
    nodeTypeKey: 'type',
    validateLanguageOptions: () => undefined,
    parse: () => ({ ok: true as const, ast: { type: 'root' } }),
    createSourceCode: () => ({
      ast: { type: 'root' },
      text: leaky,
      getLoc: () => ({ start: { line: 1, column: 1 }, end: { line: 1, column: 1 } }),
      getRange: () => [0, 0] as [number, number],
      traverse: () => [],
    }),
  };
  const plugins = {
    ...plugin.configs.recommended.plugins,
    plain: { languages: { text: language } },
  };
  const config = {
    ...plugin.configs.recommended,
    plugins,
    files: ['**/*.txt'],
    language: 'plain/text',
  };
  expect(new Linter().verify(leaky, config, 'a.txt')).toEqual([]);
  expect(analysed).toEqual([]);
});
