import { listOf, oneOf, optional, predicate, shape, tableOf, text, type Check } from '../checks.ts';
import type {
  InsteadOption,
  NumberOption,
  PoolChange,
  PoolOptions,
  TimeoutOption,
  UrlOptions,
} from './pool-options.ts';

const option = text('the name of an option');
const names = listOf(option, 'an array of option names');
const count = predicate(
  value => value === null || (typeof value === 'number' && value >= 0),
  'a number, or null for no limit',
);
const position = predicate(
  value => Number.isInteger(value) && Number(value) >= 0,
  'the position of an argument',
);

const rest = {
  over: optional(names),
  under: optional(names),
  default: optional(count),
};

const number = shape<NumberOption>({
  ...rest,
  name: option,
  otherwise: optional(text('words')),
  zero: optional(oneOf<NonNullable<NumberOption['zero']>>('unset', 'unlimited')),
});

const instead = shape<InsteadOption>({
  name: option,
  suggested: predicate(value => value === false || typeof value === 'number', 'a number or false'),
  default: optional(count),
});

const timeout = shape<TimeoutOption>({
  ...rest,
  of: oneOf<TimeoutOption['of']>(
    'acquire',
    'connect',
    'statement',
    'idle-in-transaction',
    'lifetime',
    'idle',
  ),
  name: optional(option),
  unit: optional(oneOf<NonNullable<TimeoutOption['unit']>>('ms', 's', 'uses')),
  suggested: optional(count),
  instead: optional(listOf(instead, 'an array of options')),
});

const url = shape<UrlOptions>({
  options: names,
  sets: optional(tableOf(option, 'an object of option names')),
  ignored: optional(listOf(text('a parameter'), 'an array of parameters')),
  variable: optional(option),
  leads: optional(predicate(value => typeof value === 'boolean', 'true or false')),
  broken: optional(tableOf(count, 'an object of sizes')),
});

const change = {
  size: optional(number),
  minimum: optional(number),
  timeouts: optional(listOf(timeout, 'an array of time limits')),
  url: optional(url),
  ignored: optional(names),
};

const orNull =
  (check: Check): Check =>
  (value, place) =>
    value === null || check(value, place);

/** Checks what a user's driver says of the options of its pool. */
export const poolOptions = shape<PoolOptions>({
  ...change,
  size: number,
  argument: optional(position),
  inside: optional(option),
  givenBy: optional(names),
  connectsBy: optional(names),
  by: optional(
    shape<NonNullable<PoolOptions['by']>>({
      option,
      of: tableOf(orNull(shape<PoolChange>(change)), 'an object of options by value'),
    }),
  ),
  startup: optional(names),
  prepares: optional(option),
  unprepared: optional(names),
  isPrivate: optional(predicate(value => typeof value === 'boolean', 'true or false')),
});
