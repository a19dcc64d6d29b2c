import * as parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { describe, expect, test } from 'vitest';
import { codemods } from '../../codemods/index.ts';
import { rules } from '../../rules/index.ts';
import type { Codemod } from '../../src/codemod.ts';
import { createPlugin } from '../../src/eslint/plugin.ts';
import { createRepository, fixIn, read } from '../cli/fix/fix-in.ts';
import { fileWith, leakIn, standIn, useless } from '../cli/fix/stand-in.ts';

type Message = Linter.LintMessage;

function lint(
  text: string,
  own: readonly Codemod[],
  { settings = {}, name = 'a.js' }: { readonly settings?: object; readonly name?: string } = {},
): readonly Message[] {
  const plugin = createPlugin(rules, own);
  const files = ['**/*.{js,ts}'];
  const config = { ...plugin.configs.recommended, files, settings: { pool: settings } };
  return new Linter().verify(text, { ...config, languageOptions: { parser } }, name);
}

/** What an editor makes of the text when somebody picks the suggestion. */
function pick(text: string, message: Message | undefined, index = 0): string | undefined {
  const fix = message?.suggestions?.[index]?.fix;
  return fix && text.slice(0, fix.range[0]) + fix.text + text.slice(fix.range[1]);
}

describe('a suggestion', () => {
  test('has the title of the repair, and gives the bytes that `fix` writes', async () => {
    const text = fileWith(leakIn('find'));
    const [message] = lint(text, [standIn]);
    expect(message?.suggestions?.map(({ desc }) => desc)).toEqual(['Release it in `finally`']);
    const folder = createRepository({ 'a.js': text });
    await fixIn(folder, ['--write'], { codemods: [standIn] });
    expect(pick(text, message)).toBe(read(folder, 'a.js'));
  });

  test('is offered only when it is proven', () => {
    expect(lint(fileWith(leakIn('find')), [useless])[0]?.suggestions).toBeUndefined();
  });

  test('of a likely repair stands behind a safe one', () => {
    const likely = { ...standIn, name: 'likely', precedence: 0 };
    const text = fileWith(leakIn('find'));
    const both = lint(text, [toLikely(likely), standIn])[0]?.suggestions;
    expect(both?.map(({ desc }) => desc)).toEqual(['Release it in `finally`', 'Look at it']);
  });

  test('is not made of a repair that makes a file', () => {
    const [message] = lint(fileWith(leakIn('find', '#create')), [standIn]);
    expect(message?.messageId).toBe('throws');
    expect(message?.suggestions).toBeUndefined();
  });

  test('is missing where settings turn them off', () => {
    const [message] = lint(fileWith(leakIn('find')), [standIn], {
      settings: { suggestions: false },
    });
    expect(message?.messageId).toBe('throws');
    expect(message?.suggestions).toBeUndefined();
  });

  test('that fails leaves the findings, and is told', () => {
    const broken: Codemod = {
      ...standIn,
      *rewrite() {
        throw new Error('no words');
      },
    };
    const messages = lint(fileWith(leakIn('one'), leakIn('two')), [broken]);
    expect(messages.map(({ messageId }) => messageId)).toEqual(['internal', 'throws', 'throws']);
  });
});

/** The same repair, less sure. */
function toLikely(codemod: Codemod): Codemod {
  return {
    ...codemod,
    *rewrite(finding, source) {
      for (const result of codemod.rewrite(finding, source)) {
        yield 'refused' in result
          ? result
          : { ...result, title: 'Look at it', confidence: 'likely' };
      }
    },
  };
}

test('with our codemods, every suggestion leaves text that parses and has one finding less', () => {
  const names = [
    'jobs/reminders.ts',
    'routes/appointments.ts',
    'routes/billing.ts',
    'routes/patients.ts',
  ];
  for (const name of names.map(each => `fixtures/apps/clinic/src/${each}`)) {
    const text = read('.', name);
    const leaksIn = (each: string, own: readonly Codemod[]) =>
      lint(each, own, { name }).filter(({ ruleId }) => ruleId === 'pool/no-leaked-connection');
    const before = leaksIn(text, codemods);
    for (const message of before) {
      const after = pick(text, message);
      expect(after, `${name}:${message.line}`).toBeDefined();
      expect(leaksIn(after ?? '', [])).toHaveLength(before.length - 1);
    }
  }
});
