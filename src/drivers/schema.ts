import { suggestNearest } from '../nearest.ts';
import { typeNamesOf, typeReferencesOf } from './references.ts';
import {
  SettingError,
  listOf,
  oneOf,
  oneOrMore,
  optional,
  orText,
  predicate,
  shape,
  tableOf,
  text,
  type Check,
} from '../checks.ts';
import type { AmbientCall } from './ambient.ts';
import type { Carries } from './carries.ts';
import type {
  Acquire,
  CallbackShape,
  Dispose,
  Driver,
  LeaseType,
  ModuleType,
  PoolType,
  Scoped,
} from './driver.ts';
import { injects } from './injects-schema.ts';
import { poolOptions } from './options-schema.ts';
import type { Passed } from './passed.ts';
import type { StandaloneType } from './standalone.ts';
import type { TransactionMethods } from './transaction.ts';

/** Checks drivers that a user wrote; `place` is where: `settings.pool.drivers`. */
export function parseDrivers(value: unknown, place: string): readonly Driver[] {
  listOf(driver, 'an array of drivers')(value, place);
  // Every key of every driver has been checked against the tables below.
  const drivers = value as readonly Driver[];
  for (const [index, own] of drivers.entries()) requireKnownTypes(own, `${place}[${index}]`);
  return drivers;
}

const method = text('the name of a method');
const methods = listOf(method, 'an array of method names');
const ways = listOf(text('how a pool is made'), 'an array of ways to make one');
const types = tableOf(text('the name of a type'), 'an object of type names');
const position = predicate(
  value => Number.isInteger(value) && Number(value) >= 0,
  'the position of an argument',
);
const yesOrNo = predicate(value => typeof value === 'boolean', 'true or false');
const dispose = oneOf<Dispose>('none', 'release', 'rollback', 'commit', 'throws');
const disposeBy = oneOf<NonNullable<LeaseType['disposeBy']>>('async', 'sync', 'both');

const callback = shape<CallbackShape>({
  error: position,
  lease: position,
  release: optional(position),
});

const acquire = shape<Acquire>({
  method: text('the name of a method'),
  opens: optional(methods),
  lease: optional(text('the name of a type')),
  returns: optional(
    predicate(
      value => typeof value === 'string' && /^(?:promise|value|property [\w$]+)$/.test(value),
      "'promise', 'value' or 'property <name>'",
    ),
  ),
  once: optional(yesOrNo),
  callback: optional(orText(callback, oneOf('scoped', 'none'))),
});

const scoped = shape<Scoped>({
  method: text('the name of a method'),
  callback: optional(oneOf('first', 'last')),
  handle: optional(text('the name of a type')),
  isTelling: optional(predicate(value => typeof value === 'boolean', 'true or false')),
});

const listOfMethods = (item: Check): Check =>
  listOf(orText(item, text('the name of a method')), 'an array of methods');

const carries = shape<Carries>({
  option: optional(text('the name of an option')),
  methods: optional(tableOf(position, 'an object of argument positions')),
  chained: optional(methods),
  bound: optional(methods),
  behindList: optional(methods),
});

const sharedFields = {
  acquire: optional(listOfMethods(acquire)),
  oneShot: optional(methods),
  scoped: optional(listOfMethods(scoped)),
  gives: optional(types),
  close: optional(methods),
};

const pool = shape<PoolType>({
  ...sharedFields,
  type: text('the name of a type'),
  create: optional(ways),
  rows: optional(text('the name of a type')),
  loads: optional(text('the name of a type')),
  carries: optional(carries),
  boundBy: optional(shape<NonNullable<PoolType['boundBy']>>({ method, since: text('a version') })),
  releaseByArgument: optional(methods),
  options: optional(poolOptions),
  failsAloud: optional(yesOrNo),
  hears: optional(yesOrNo),
  perCall: optional(yesOrNo),
  shared: optional(ways),
  reopens: optional(yesOrNo),
});

const transaction = shape<TransactionMethods>({
  opens: optional(methods),
  begin: optional(methods),
  commit: optional(methods),
  rollback: optional(methods),
  active: optional(methods),
});

const lease = shape<LeaseType>({
  type: text('the name of a type'),
  isAlso: optional(text('the name of a type')),
  use: methods,
  release: methods,
  releasesAtOnce: optional(yesOrNo),
  repeatable: optional(yesOrNo),
  isLazy: optional(yesOrNo),
  pipelines: optional(yesOrNo),
  completedBy: optional(text('the name of a method')),
  strands: optional(methods),
  destroy: optional(methods),
  destroyIfGiven: optional(methods),
  transaction: optional(transaction),
  inert: optional(methods),
  failsAloud: optional(yesOrNo),
  keptFor: optional(listOf(text('the name of an event'), 'an array of event names')),
  ended: optional(methods),
  scoped: optional(listOfMethods(scoped)),
  gives: optional(types),
  dispose,
  disposeBy: optional(disposeBy),
  disposeSince: optional(text('a version')),
});

const standalone = shape<StandaloneType>({
  type: text('the name of a type'),
  pooled: optional(yesOrNo),
  repeatable: optional(yesOrNo),
  pipelines: optional(yesOrNo),
  create: listOf(text('how a connection is made'), 'an array of ways to make one'),
  open: methods,
  confirm: optional(methods),
  use: methods,
  close: methods,
  inert: optional(methods),
  gives: optional(types),
  failsAloud: optional(yesOrNo),
  keptFor: optional(listOf(text('the name of an event'), 'an array of event names')),
  dispose,
  disposeBy: optional(disposeBy),
  disposeSince: optional(text('a version')),
});

const ambientCall = shape<AmbientCall>({
  method: text('the name of a method'),
  option: optional(text('the name of an option')),
  inside: methods,
});

const driver = shape<Driver>({
  package: text('the name of a package'),
  transactionsOf: optional(text('the name of a package')),
  passed: optional(shape<Passed>({ type: optional(text('the name of a type')) })),
  ambient: optional(listOf(text('the name of a package'), 'an array of package names')),
  ambientBy: optional(listOf(ambientCall, 'an array of calls')),
  generated: optional(listOf(text('the name of an export'), 'an array of names')),
  injects: optional(injects),
  modules: optional(listOf(text('an import specifier'), 'an array of import specifiers')),
  typings: optional(listOf(text('a path'), 'an array of paths below node_modules')),
  pool: optional(oneOrMore(pool)),
  lease: optional(oneOrMore(lease)),
  standalone: optional(oneOrMore(standalone)),
  module: optional(shape<ModuleType>({ ...sharedFields, ofOwnPool: optional(methods) })),
});

function requireKnownTypes(own: Driver, place: string): void {
  const names = typeNamesOf(own);
  for (const { name, at } of typeReferencesOf(own)) {
    if (names.includes(name) || name === '*' || name.includes('#')) continue;
    const message = `must be a type of this driver, not '${name}'.${suggestNearest(name, names)}`;
    throw new SettingError(`${place}.${at}`, message);
  }
}
