import type { PoolFact } from '../analysis/pool-facts.ts';
import { type Figure, toCount, wordPlace } from './config-file.ts';
import { parseAddress, type Address } from './connection-string.ts';
import type { Service, Variable } from './service.ts';

/** What one pool may take in the copies of one service. */
export interface Demand {
  readonly pool: PoolFact;
  /** `undefined` when nothing says what runs its file. */
  readonly service: Service | undefined;
  readonly size: Size;
  readonly instances: Figure;
  /** More copies while a new version takes over. */
  readonly surge: Figure;
  /** Where it connects to, if the environment says. */
  readonly address: Address | undefined;
}

/** The most connections of a pool in one process. */
export interface Size {
  /** `null` for no limit, `undefined` when it cannot be known. */
  readonly value: number | null | undefined;
  /** The option that says so, the variable or the driver's default. */
  readonly from: string;
}

/** How many connections a demand is at most, copies of a rollout included; `undefined` when it is not known. */
export function connectionsOf({ size, instances, surge }: Demand): number | undefined {
  if (typeof size.value !== 'number' || instances.value === undefined) return undefined;
  return (instances.value + (surge.value ?? 0)) * size.value;
}

/** Variables by name, of a service and of the settings. */
export type Environment = (name: string) => Variable | undefined;

/** The size that a pool has in an environment. */
export function sizeIn({ size }: PoolFact, environment: Environment): Size {
  const { variable, value, option, from, otherwise, isInUrl = false } = size;
  const set = variable === undefined ? undefined : environment(variable);
  const count = toCount(isInUrl ? parameterIn(set?.value, option) : set?.value);
  if (variable !== undefined && set !== undefined && count !== undefined) {
    const at = set.place === undefined ? '' : `, ${wordPlace(set.place)}`;
    const of = isInUrl ? `${option} of ${variable}` : variable;
    return { value: count, from: `${of}${at}` };
  }
  if (otherwise !== undefined) return { value, from: `${option} is not set: ${otherwise}` };
  if (from === 'default') return { value, from: `${option}, the driver's default` };
  if (variable === undefined) return { value, from: option };
  return value === undefined
    ? { value, from: `${variable}, which is set nowhere` }
    : { value, from: `${option}, as ${variable} is set nowhere` };
}

/** A parameter of a connection string. */
function parameterIn(text: string | undefined, name: string): string | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  return new URL(text).searchParams.get(name) ?? undefined;
}

/** What the drivers read when an address leaves it open. */
const hostNames =
  /^(?:PGHOST|MYSQL_HOST|(?:\w+_)?(?:DB|DATABASE|POSTGRES|PG|MYSQL)_?\w*HOST\w*|HOST)$/i;

/** Where a pool connects to in an environment: the URL in one of its variables, or a host, a port and a user. */
export function addressIn(pool: PoolFact, environment: Environment): Address | undefined {
  const names = pool.variables;
  for (const name of names) {
    const address = parseAddress(environment(name)?.value ?? '');
    if (address !== undefined) return address;
  }
  const implied = names.length === 0 ? ['PGHOST', 'PGPORT', 'PGUSER', 'PGDATABASE'] : names;
  const valueOf = (pattern: RegExp) =>
    implied.filter(name => pattern.test(name)).map(name => environment(name)?.value)[0];
  const host = valueOf(hostNames);
  if (host === undefined) return undefined;
  return {
    scheme: undefined,
    host,
    port: toCount(valueOf(/PORT/i)),
    user: valueOf(/USER/i),
    database: valueOf(/DATABASE$|DB_?NAME|_DB$/i),
  };
}
