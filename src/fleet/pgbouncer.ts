import { suggestNearest } from '../nearest.ts';
import { ConfigFileError, type ConfigPlace, toCount } from './config-file.ts';
import { parseConnectionString } from './connection-string.ts';
import type { Entry } from './pgbouncer-ini.ts';
import {
  databaseParameters,
  kindOfSetting,
  settingDefaults,
  settingNames,
} from './pgbouncer-settings.ts';

/** A PgBouncer, as its configuration says it will run. */
export interface PgBouncer {
  /** The file or the Compose service that configures it. */
  readonly name: string;
  readonly place: ConfigPlace;
  /** What is said; {@link settingOf} fills in what is not. */
  readonly settings: ReadonlyMap<string, Said>;
  readonly databases: readonly PoolerDatabase[];
  /** Limits of single users, by name. */
  readonly users: ReadonlyMap<string, Said>;
}

/** A value and where it stands. */
interface Said {
  readonly value: string;
  readonly place: ConfigPlace;
}

/** One line of `[databases]`; `*` stands for all that are not named. */
export interface PoolerDatabase {
  readonly name: string;
  readonly place: ConfigPlace;
  readonly host: string | undefined;
  readonly port: number;
  readonly database: string;
  /** Everybody connects as this user, in one pool. */
  readonly user: string | undefined;
  /** Most connections of a pool, which is one for each user. */
  readonly poolSize: number;
  readonly reservePool: number;
  readonly poolMode: string;
  /** Most connections of all its pools; 0 for no limit. */
  readonly maxConnections: number;
}

/** What the entries of a `pgbouncer.ini` make; throws a {@link ConfigFileError} where PgBouncer would not start. */
export function toPgBouncer(
  name: string,
  place: ConfigPlace,
  entries: readonly Entry[],
): PgBouncer {
  const settings = new Map<string, Said>();
  for (const { section, key, value, place: at } of entries) {
    if (section === 'pgbouncer') {
      checkSetting(key, value, at);
      settings.set(key, { value, place: at });
    } else if (!['databases', 'users', 'peers'].includes(section)) {
      throw new ConfigFileError(at, wordUnknownSection(section));
    }
  }
  const inSection = (wanted: string) => entries.filter(({ section }) => section === wanted);
  const databases = inSection('databases').map(entry => toDatabase(entry, settings));
  const users = inSection('users').map(({ key, ...said }) => [key, said] as const);
  return { name, place, settings, databases, users: new Map(users) };
}

/** What holds for a setting: what is said, else PgBouncer's default. */
export function settingOf({ settings }: Pick<PgBouncer, 'settings'>, name: string): string {
  return settings.get(name)?.value ?? settingDefaults[name] ?? '';
}

/** A setting that is a number. */
export function countOf(pooler: Pick<PgBouncer, 'settings'>, name: string): number {
  return Number(settingOf(pooler, name));
}

function wordUnknownSection(section: string): string {
  return section === ''
    ? 'this stands in no section. Put `[pgbouncer]` above it.'
    : `PgBouncer has no section [${section}]. It has [databases], [users], [peers] and [pgbouncer].`;
}

function checkSetting(name: string, value: string, place: ConfigPlace): void {
  const kind = kindOfSetting(name);
  if (kind === undefined) {
    throw new ConfigFileError(
      place,
      `PgBouncer has no setting '${name}'.${suggestNearest(name, settingNames)}`,
    );
  }
  if (kind === 'text') return;
  const isNumber = kind === 'seconds' ? /^\d+(?:\.\d+)?$/ : /^-?\d+$/;
  const fits = typeof kind === 'string' ? isNumber.test(value) : kind.includes(value);
  if (fits) return;
  const wanted = typeof kind === 'string' ? 'a number' : kind.join(', ');
  const hint = /\s[;#]/.test(value) ? ' A comment needs a line of its own.' : '';
  throw new ConfigFileError(place, `${name} must be ${wanted}, not '${value}'.${hint}`);
}

function toDatabase({ key, value, place }: Entry, settings: PgBouncer['settings']): PoolerDatabase {
  const read = parseConnectionString(value);
  if ('problem' in read) {
    throw new ConfigFileError(place, `\`${read.problem}\` is no \`key=value\` of a database.`);
  }
  const { pairs } = read;
  for (const name of pairs.keys()) {
    if (databaseParameters.includes(name)) continue;
    const hint = suggestNearest(name, databaseParameters);
    throw new ConfigFileError(place, `A database has no parameter '${name}'.${hint}`);
  }
  const count = (parameter: string, setting: string) =>
    toCount(pairs.get(parameter)) ?? countOf({ settings }, setting);
  return {
    name: key,
    place,
    host: pairs.get('host'),
    port: toCount(pairs.get('port')) ?? 5432,
    database: pairs.get('dbname') ?? key,
    user: pairs.get('user'),
    poolSize: count('pool_size', 'default_pool_size'),
    reservePool:
      toCount(pairs.get('reserve_pool')) ?? count('reserve_pool_size', 'reserve_pool_size'),
    poolMode: pairs.get('pool_mode') ?? settingOf({ settings }, 'pool_mode'),
    maxConnections: count('max_db_connections', 'max_db_connections'),
  };
}
