import { expect, test } from 'vitest';
import { isCommand } from '../../src/eslint/command.ts';

const node = '/usr/bin/node';

test.each([
  ['as npm runs it', '/app/node_modules/.bin/eslint', ['src']],
  ['by its path', '/app/node_modules/eslint/bin/eslint.js', []],
  ['on Windows', 'C:\\app\\node_modules\\eslint\\bin\\eslint.js', ['--fix', '.']],
])('the command shows no suggestions: %s', (_, script, options) => {
  expect(isCommand([node, script, ...options])).toBe(true);
});

test.each([
  ['the server of an editor', '/ext/server/out/eslintServer.js', []],
  ['an editor that passes the text', '/app/node_modules/.bin/eslint', ['--stdin']],
  ['a report as JSON', '/app/node_modules/.bin/eslint', ['--format', 'json', 'src']],
  ['a report as JSON, in one word', '/app/node_modules/.bin/eslint', ['--format=json']],
  ['oxlint', '/app/node_modules/.bin/oxlint', ['--fix-suggestions']],
])('somebody may choose a suggestion: %s', (_, script, options) => {
  expect(isCommand([node, script, ...options])).toBe(false);
});

test('without a script nobody knows', () => {
  expect(isCommand([node])).toBe(false);
});
