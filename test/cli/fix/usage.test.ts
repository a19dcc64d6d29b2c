import { expect, test } from 'vitest';
import { createFolder } from '../run-in.ts';
import { fixIn } from './fix-in.ts';

test.each([
  [['-i'], '-i needs a terminal.'],
  [['-i', '--json'], '-i asks a person, --format json does not go with it.'],
  [['--codemod', 'wrap-finaly'], "Unknown codemod 'wrap-finaly'. Did you mean 'wrap-finally'?"],
  [['--min-confidence', 'high'], "--min-confidence must be 'safe' or 'likely', not 'high'."],
  [
    ['--min-confidense', 'safe'],
    "Unknown option '--min-confidense'. Did you mean '--min-confidence'?",
  ],
])('%j is refused', async (argv, expected) => {
  const { code, stderr } = await fixIn(createFolder({}), argv);
  expect({ code, stderr }).toEqual({ code: 2, stderr: `${expected}\n` });
});
