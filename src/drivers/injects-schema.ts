import { listOf, predicate, shape, tableOf, text } from '../checks.ts';
import type { Injects } from './driver.ts';

const position = predicate(
  value => Number.isInteger(value) && Number(value) >= 0,
  'the position of an argument',
);

/** Checks what a container puts into classes. */
export const injects = shape<Injects>({
  package: text('the name of a package'),
  types: listOf(text('the name of a type'), 'an array of type names'),
  decorators: tableOf(position, 'an object of argument positions'),
});
