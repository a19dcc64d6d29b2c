import type { PoolFact } from '../../src/analysis/pool-facts.ts';
import type { Budget, Fleet, Pooler } from '../../src/fleet/budget.ts';
import { computeBudget } from '../../src/fleet/compute.ts';
import type { ConfigFile } from '../../src/fleet/config-file.ts';
import { toPgBouncer } from '../../src/fleet/pgbouncer.ts';
import { readPgBouncerIni } from '../../src/fleet/pgbouncer-ini.ts';
import { readCompose } from '../../src/fleet/compose.ts';

/** A file in the folder `/app`. */
export function fileOf(name: string, text: string): ConfigFile {
  return { path: `/app/${name}`, name, text };
}

/** A pool of pg in `/app/src/db.ts` with 50 connections, or what a test says in place of that. */
export function poolOf(changes: Partial<PoolFact> = {}): PoolFact {
  const at = { file: '/app/src/db.ts', start: 0, end: 1 };
  return {
    text: 'new Pool()',
    at,
    line: 3,
    file: at.file,
    name: 'pool',
    package: 'pg',
    type: 'Pool',
    evidence: 'creation',
    size: sizeOf(50),
    timeouts: [],
    traps: [],
    isOpen: false,
    variables: ['DATABASE_URL'],
    isOfServer: true,
    ...changes,
  };
}

/** A size that an option says. */
export function sizeOf(value: number | null | undefined, variable?: string): PoolFact['size'] {
  const from = variable === undefined ? ('option' as const) : ('environment' as const);
  const place = { at: undefined, line: 3 };
  return { option: 'max', from, value, ...place, ...(variable === undefined ? {} : { variable }) };
}

/** A pooler out of the text of a `pgbouncer.ini`. */
export function poolerOf(text: string, changes: Partial<Pooler> = {}): Pooler {
  const file = fileOf('pgbouncer.ini', text);
  const place = { file: file.name, line: 1, column: 1 };
  const entries = readPgBouncerIni(file, () => undefined);
  const bouncer = toPgBouncer(file.name, place, entries);
  return { bouncer, service: undefined, isForAll: true, userCount: undefined, ...changes };
}

/** The budget of one pool of 50 in no known number of copies, or of what a test says. */
export function budgetOf(changes: Partial<Fleet> = {}): Budget {
  return computeBudget({
    pools: [poolOf()],
    services: [],
    packages: [{ folder: '/app', name: 'app' }],
    poolers: [],
    nameOf: path => path.replace('/app/', ''),
    engineAround: () => undefined,
    ...changes,
    wishes: { instancesOf: new Map(), environment: new Map(), ...changes.wishes },
  });
}

/** The services of a Compose file in `/app`. */
export function composed(text: string) {
  return readCompose([fileOf('docker-compose.yml', text)], () => undefined);
}

/** What the message of an error says. */
export function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'accepted';
}
