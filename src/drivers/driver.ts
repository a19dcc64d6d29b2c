import type { Acquire, Scoped } from './acquire.ts';
import type { AmbientCall } from './ambient.ts';
import type { Carries } from './carries.ts';
import type { Passed } from './passed.ts';
import type { PoolOptions } from './pool-options.ts';
import type { StandaloneType } from './standalone.ts';
import type { TransactionMethods } from './transaction.ts';

export type { Acquire, CallbackShape, Scoped } from './acquire.ts';

/**
 * What one database package calls the things we reason about.
 *
 * Drivers are data: every name below is checked against the installed package by
 * `test/drivers`, and no other code may ask for a driver by name. Users add their
 * own with `settings.pool.drivers`, in this very shape.
 *
 * Where a method or property name is asked for, `()` means calling the value itself, as a function
 * or as a template tag; a method stands for its twins `…Async` and `…Sync` too. Where a type is asked for, `*` means any type at all (generic pools), and
 * `mysql2/promise#Pool` means a type of the driver that describes that module.
 */
export interface Driver {
  /** The npm package, as messages print it. */
  readonly package: string;
  /** Import specifiers whose exports are described here. Default: the package itself. */
  readonly modules?: readonly string[];
  /**
   * Where the typings are declared, as paths below `node_modules`: a package, a folder or a file.
   * Default: the modules' packages and their `@types`. {@link isDeclaredBy} decides.
   */
  readonly typings?: readonly string[];
  /** Types that own connections. */
  readonly pool?: OneOrMore<PoolType>;
  /** Types that are one borrowed connection, transaction or session. */
  readonly lease?: OneOrMore<LeaseType>;
  /** Connections made outside any pool; whoever opens one has to close it. */
  readonly standalone?: OneOrMore<StandaloneType>;
  /**
   * Packages that carry the open transaction along unseen, in an async context. Where one of them is
   * installed, a root handle may well run inside it. `true`: the user says that it does.
   */
  readonly ambient?: readonly string[] | true;
  /** The package whose transactions its own are, `Transaction` of its exports too. */
  readonly transactionsOf?: string;
  /** How functions take an open transaction. Absent: no type fits it and the root. */
  readonly passed?: Passed;
  /** Calls of the program after which this package carries its open transactions along itself. */
  readonly ambientBy?: readonly AmbientCall[];
  /** Exports of what a program writes for this package into a folder of the user's, where it often is not there to read. */
  readonly generated?: readonly string[];
  /** What a container puts into classes, for packages that join it to another driver. */
  readonly injects?: Injects;
  /** What the module's own exports do, apart from making pools: `oracledb.getConnection()`. */
  readonly module?: ModuleType;
}

/** How a container puts a driver's pools, and what works on them, into the classes that it makes. */
export interface Injects {
  /** The package of the driver whose pools these are. */
  readonly package: string;
  /** Types that are put in by themselves; they belong to the default pool. */
  readonly types: readonly string[];
  /** Decorators that put something in, and which argument names a pool that is not the default one. */
  readonly decorators: Readonly<Record<string, number>>;
}

/** One value, or a list where a package has several. */
export type OneOrMore<T> = T | readonly T[];

/** The exports of a module, read as the methods of one pool that is always there. */
export interface ModuleType extends Pick<
  PoolType,
  'acquire' | 'oneShot' | 'scoped' | 'gives' | 'close'
> {
  /** Exports that are of that one pool, whatever they are passed: `mongoose.model('Order', schema)`. */
  readonly ofOwnPool?: readonly string[];
}

/** A pool, or anything else that hands out leases (a data source, an ORM root, a builder on the way to one). */
export interface PoolType {
  /** The declared name of the type. */
  readonly type: string;
  /**
   * How the module's exports make one: `new Pool`, `createPool()`, `await createPool()`,
   * `new default`, `default()`, `promise.createPool()`. Default: `new <type>`. Empty for types that
   * only `gives`, `scoped` or an annotation lead to.
   */
  readonly create?: readonly string[];
  /** Methods that begin a lease. A bare name means: gives a promise of the first lease type, or calls back `(error, lease, release)`. */
  readonly acquire?: readonly (string | Acquire)[];
  /** Methods that acquire and release around one statement. */
  readonly oneShot?: readonly string[];
  /** How such a statement is told to run in a transaction that is open. */
  readonly carries?: Carries;
  /** The method of a transaction's handle that gives the same inside it, and since which version. */
  readonly boundBy?: { readonly method: string; readonly since: string };
  /** Methods that hold a lease while a callback runs, and release it themselves. */
  readonly scoped?: readonly (string | Scoped)[];
  /**
   * Properties and methods that lead to a pool, a lease already held elsewhere or a standalone
   * connection, at once or in a promise: `{ manager: 'EntityManager' }`. `*` stands for every name
   * that begins with a letter and is none of the type's methods.
   */
  readonly gives?: Readonly<Record<string, string>>;
  /** The type of what `new` makes with it, where it is a class: `new Order(values)`. */
  readonly rows?: string;
  /** The type of what functions give that are passed one, in files which a program finds at run time: `require(path)(sequelize)`. */
  readonly loads?: string;
  /** Methods that take the lease to give back as their first argument. */
  readonly releaseByArgument?: readonly string[];
  /** Methods that close the pool, and with it every lease it handed out. */
  readonly close?: readonly string[];
  /** What it is told when it is made: size, time limits, and what its connection string may say. */
  readonly options?: PoolOptions;
  /** It emits `error` by itself, and the process ends where nobody listens. Default: no. */
  readonly failsAloud?: boolean;
  /** It listens for the errors of a pool that it is made with. Default: no. */
  readonly hears?: boolean;
  /** A pool that was closed opens again by itself when it is used. Default: it fails. */
  readonly reopens?: boolean;
  /** Where the process of a request ends with it, one has to be made for each. Default: no. */
  readonly perCall?: boolean;
  /** Those of {@link create} that make one when first called, and give it to each later call: `connect()`. */
  readonly shared?: readonly string[];
}

/** One borrowed connection, open transaction, session or query runner. */
export interface LeaseType {
  /** The declared name of the type. */
  readonly type: string;
  /** The type of pools that its own extends: whoever takes a pool may be passed one. */
  readonly isAlso?: string;
  /** Methods that run a statement on it; `*` when every method may. */
  readonly use: readonly string[];
  /** Methods that end the lease, the usual one first. Empty for handles that only scopes give. */
  readonly release: readonly string[];
  /** The method of a release's result that makes it happen: `execute` for `trx.commit().execute()`. */
  readonly completedBy?: string;
  /** Releasing it is done when the call returns; otherwise it gives a promise. */
  readonly releasesAtOnce?: boolean;
  /**
   * Releasing it again does nothing, whoever has the connection by then; or what it does depends on
   * the database behind it.
   */
  readonly repeatable?: boolean;
  /** A statement is only sent once somebody waits for it. */
  readonly isLazy?: boolean;
  /** Several statements at once are a documented use: the driver sends them without waiting between. */
  readonly pipelines?: boolean;
  /** Methods that close the connection and are no release: its place in the pool stays taken. */
  readonly strands?: readonly string[];
  /** Methods that end the lease and close its connection. */
  readonly destroy?: readonly string[];
  /** Those of `release` that close the connection too when they are passed something truthy. */
  readonly destroyIfGiven?: readonly string[];
  /** What a transaction on it is. Absent when its release is its end. */
  readonly transaction?: TransactionMethods;
  /** Methods that cannot throw and do not matter: listeners, escaping, getters of state. */
  readonly inert?: readonly string[];
  /** While it is lent nobody else listens for its `error`, which ends the process. Default: no. */
  readonly failsAloud?: boolean;
  /** Events that are listened for as long as the process runs: whoever does so keeps the connection. */
  readonly keptFor?: readonly string[];
  /** Properties and methods that are truthy once the lease has ended: `isCompleted`, `finished`. */
  readonly ended?: readonly string[];
  /** Methods that run a callback on this same connection: savepoints, nested transactions. */
  readonly scoped?: readonly (string | Scoped)[];
  /** Properties and methods whose value works on this same connection: `{ manager: 'EntityManager' }`. */
  readonly gives?: Readonly<Record<string, string>>;
  /** What `using` or `await using` does with it today. */
  readonly dispose: Dispose;
  /** Which of the two declarations it supports. Default: `async`. */
  readonly disposeBy?: 'async' | 'sync' | 'both';
  /** The first version of the package that has the disposer. */
  readonly disposeSince?: string;
}

/**
 * What a driver's disposer means: none exists; it releases and leaves a transaction open; it rolls
 * back and releases; it commits and releases; it throws and leaks (`docs/drivers.md`).
 */
export type Dispose = 'none' | 'release' | 'rollback' | 'commit' | 'throws';

/** Types a driver literal, so that a file of data is checked where it is written. */
export function defineDriver(driver: Driver): Driver {
  return driver;
}

/** The entries of a field that may hold one or several. */
export function many<T extends object>(value: OneOrMore<T> | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

/** The module specifiers whose exports a driver describes. */
export function modulesOf({ package: name, modules = [name] }: Driver): readonly string[] {
  return modules;
}
