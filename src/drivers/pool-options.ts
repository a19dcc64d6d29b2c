/**
 * What a pool is told when it is made, and what it does where it is told nothing.
 *
 * Names have dots where an option stands in an inner object: `pool.max`.
 */
export interface PoolOptions {
  /** The option that limits its connections. */
  readonly size: NumberOption;
  /** The option for connections that it keeps open. */
  readonly minimum?: NumberOption;
  /** What bounds the time it takes, and what does not. */
  readonly timeouts?: readonly TimeoutOption[];
  /** What its connection string may say. */
  readonly url?: UrlOptions;
  /** Options that are taken without a complaint and do nothing. */
  readonly ignored?: readonly string[];
  /** The argument that holds the options. Default: any that is an object. */
  readonly argument?: number;
  /** The option that holds the options of the pool inside, or its connection string. */
  readonly inside?: string;
  /** Options that hand over a pool that was made elsewhere: then none is made here. */
  readonly givenBy?: readonly string[];
  /** Options without any of which it never connects: then it only builds statements, and none is made. */
  readonly connectsBy?: readonly string[];
  /** An option that decides what the others mean; `null` means that there is no server, and no pool. */
  readonly by?: {
    readonly option: string;
    readonly of: Readonly<Record<string, PoolChange | null>>;
  };
  /** Options that are sent when a connection opens, which a pooler refuses: `statement_timeout`. */
  readonly startup?: readonly string[];
  /** The option, on by default, that keeps prepared statements in the session; `false` turns it off. */
  readonly prepares?: string;
  /** Its methods that prepare nothing: statements as text, and its end. */
  readonly unprepared?: readonly string[];
  /** What it keeps are no connections to a database server that many share. Default: they are. */
  readonly isPrivate?: boolean;
}

/** What differs for one value of {@link PoolOptions.by}. */
export type PoolChange = Partial<
  Pick<PoolOptions, 'size' | 'minimum' | 'timeouts' | 'url' | 'ignored'>
>;

/** An option that holds a number. */
export interface NumberOption {
  readonly name: string;
  /** Other options that mean the same: those that win over it, and those that it wins over. */
  readonly over?: readonly string[];
  readonly under?: readonly string[];
  /** Its value when it is not set; `null` is no limit. Absent when nobody knows. */
  readonly default?: number | null;
  /** What it is when it is not set and depends on the machine, in words. */
  readonly otherwise?: string;
  /** What 0 means: nothing said, or no limit. Default: 0. */
  readonly zero?: 'unset' | 'unlimited';
}

/** An option that bounds a time; 0 means that nothing does. */
export interface TimeoutOption extends Omit<NumberOption, 'name' | 'zero' | 'otherwise'> {
  readonly of: 'acquire' | 'connect' | 'statement' | 'idle-in-transaction' | 'lifetime' | 'idle';
  /** Absent when the driver has no such option. */
  readonly name?: string;
  readonly unit?: 'ms' | 's' | 'uses';
  /** What its documentation would set where nothing is set. */
  readonly suggested?: number;
  /** An option that bounds it in another way when it is set: `{ name: 'queueLimit', suggested: 100 }`. */
  readonly instead?: readonly InsteadOption[];
}

/** An option that lets nobody wait, or not too many: it counts when it is `false` or more than 0. */
export interface InsteadOption {
  readonly name: string;
  readonly suggested: number | false;
  /** What is in force when it is not set. Default: nothing. */
  readonly default?: number;
}

/** What a connection string says of its pool. */
export interface UrlOptions {
  /** The options that hold it; the first argument may, too. */
  readonly options: readonly string[];
  /** With a second argument the first is always the connection string. */
  readonly leads?: boolean;
  /** The environment variable that holds it by convention, where the code does not say. */
  readonly variable?: string;
  /** The options that its parameters set: `{ connectionLimit: 'connectionLimit' }`. */
  readonly sets?: Readonly<Record<string, string>>;
  /** Parameters for a size that do nothing. */
  readonly ignored?: readonly string[];
  /** Parameters that stay text, and the size that comes of it. */
  readonly broken?: Readonly<Record<string, number>>;
}
