import type { Facts, Tier } from './analysis/facts.ts';
import type { Fields } from './checks.ts';
import { keyIn, listOf, oneOf, optional, predicate, SettingError, shape } from './checks.ts';
import type { Driver } from './drivers/driver.ts';
import { drivers as builtIn } from './drivers/index.ts';
import type { Helper } from './drivers/own-functions.ts';
import { parseOwnFunctions } from './drivers/own-functions.ts';
import { parseDrivers } from './drivers/schema.ts';
import type { OwnEffect } from './effects/own-effects.ts';
import { parseOwnEffects } from './effects/own-effects.ts';
import type { BudgetSettings } from './fleet/settings.ts';
import { checkBudgetSettings } from './fleet/settings.ts';
import type { Deployment, Finding, Rule } from './rule.ts';

/** What a user may write under `settings.pool`, in `pool.config.json` and under `pool` in `package.json`. */
export interface PoolSettings extends Omit<Deployment, 'mayHavePooler'> {
  /** Database packages and pool wrappers of your own, in the shape of the built-in drivers. */
  readonly drivers?: readonly Driver[];
  /**
   * `any` (default) also believes a value that is only used like a connection; `types` wants to see
   * it made, annotated, or typed.
   */
  readonly evidence?: 'types' | 'any';
  /** What no analysis can know of your own functions; the tags `@acquires`, `@releases` and `@borrows` say the same. */
  readonly helpers?: readonly Helper[];
  /** What awaiting functions of your own waits for, when that is no database: a mail, an HTTP request, nothing. */
  readonly effects?: readonly OwnEffect[];
  /** What `budget` cannot read in the project: copies, the server's limit, other clients. */
  readonly budget?: BudgetSettings;
  /**
   * Database packages whose open transaction is carried along unseen (`Sequelize.useCLS()`, an
   * AsyncLocalStorage): there the root handle runs inside it.
   */
  readonly ambientTransactions?: readonly string[];
  /**
   * Whether findings in ESLint come with repairs to choose from. Default: where somebody may choose, which
   * is not where the command `eslint` runs. Where files are linted with types each is type-checked;
   * `unchecked` leaves that out, which takes less time.
   */
  readonly suggestions?: boolean | 'unchecked';
}

/** Settings after checking, with what they leave open filled in. */
export interface Settings {
  /** The user's drivers, then ours. */
  readonly drivers: readonly Driver[];
  readonly evidence: 'types' | 'any';
  readonly helpers: readonly Helper[];
  readonly effects: readonly OwnEffect[];
  readonly budget: BudgetSettings;
  readonly deployment: Deployment;
  readonly suggestions: boolean | 'unchecked' | undefined;
}

/** Where a user wrote settings. */
export interface SettingsPlace {
  /** The file, as the user would name it: `pool.config.json`. */
  readonly file: string;
  /** The keys that lead to them: `settings.pool`; empty when they are all of the file. */
  readonly path: string;
}

/** A setting that cannot be used. The message names the file, the place in it, and what must stand there. */
export class PoolSettingError extends Error {
  override name = 'PoolSettingError';
}

/** The tiers, surest first. */
export const tiers: readonly Tier[] = ['sure', 'likely', 'possible'];

/** Checks settings. */
export function parseSettings(value: unknown, { file, path }: SettingsPlace): Settings {
  try {
    return toSettings(value === undefined ? {} : value, path);
  } catch (error) {
    if (!(error instanceof SettingError)) throw error;
    throw new PoolSettingError(`In ${file}: ${error.message}`, { cause: error });
  }
}

const count = predicate(
  value => Number.isInteger(value) && Number(value) > 0,
  'a whole number above 0',
);

const fields: Fields<PoolSettings> = {
  cores: optional(count),
  max: optional(count),
  instances: optional(count),
  pooler: optional(oneOf<NonNullable<Deployment['pooler']>>('transaction', 'statement', 'none')),
  drivers: optional((drivers, place) => void parseDrivers(drivers, place)),
  evidence: optional(oneOf<Settings['evidence']>('types', 'any')),
  // Those that acquire name a driver: they are checked when all drivers are known.
  helpers: () => {},
  effects: optional((effects, place) => void parseOwnEffects(effects, place)),
  budget: optional(checkBudgetSettings),
  // They name drivers, as helpers do.
  ambientTransactions: () => {},
  suggestions: optional(
    predicate(
      value => [true, false, 'unchecked'].includes(value as never),
      "true, false or 'unchecked'",
    ),
  ),
};

function toSettings(value: unknown, path: string): Settings {
  shape<PoolSettings>(fields)(value, path);
  // Every key has been checked, but for the helpers.
  const settings = value as PoolSettings;
  const { drivers: own = [], evidence = 'any', helpers = [], effects = [], budget = {} } = settings;
  // The same list for everybody who has no drivers: indexes of it are kept.
  const all = own.length === 0 ? builtIn : [...own, ...builtIn];
  const drivers = withAmbient(
    all,
    settings.ambientTransactions,
    keyIn(path, 'ambientTransactions'),
  );
  return {
    drivers,
    evidence,
    helpers: parseOwnFunctions(helpers, keyIn(path, 'helpers'), drivers),
    effects,
    budget,
    suggestions: settings.suggestions,
    deployment: deploymentOf(settings),
  };
}

/** What is said of the place where the code runs; the copies may stand among the settings of the budget. */
function deploymentOf({ cores, max, instances, pooler, budget }: PoolSettings): Deployment {
  const copies = instances ?? budget?.instances;
  return {
    ...(cores !== undefined && { cores }),
    ...(max !== undefined && { max }),
    ...(typeof copies === 'number' && { instances: copies }),
    ...(pooler !== undefined && { pooler }),
  };
}

/** The drivers, with those marked whose transactions are carried along. */
function withAmbient(drivers: readonly Driver[], names: unknown, place: string): readonly Driver[] {
  if (names === undefined) return drivers;
  const packages = [...new Set(drivers.map(driver => driver.package))];
  listOf(oneOf(...packages), 'an array of database packages')(names, place);
  // Every entry has been checked.
  const ambient = new Set(names as readonly string[]);
  return drivers.map(one => (ambient.has(one.package) ? { ...one, ambient: true } : one));
}

/** The findings of a rule that are at least as sure as `tier` and rest on the evidence asked for. */
export function* findingsOf(
  rule: Rule,
  facts: Facts,
  wanted: {
    readonly tier: Tier;
    readonly evidence: Settings['evidence'];
    readonly deployment: Deployment;
  },
): Iterable<Finding> {
  for (const finding of rule.check(facts, wanted.deployment)) {
    if (tiers.indexOf(finding.tier) > tiers.indexOf(wanted.tier)) continue;
    if (wanted.evidence === 'types' && finding.about.evidence === 'usage') continue;
    yield finding;
  }
}

/** Whether a rule belongs to the recommended ones. Rules do unless they say `recommended: false`. */
export function isRecommended(rule: Rule): boolean {
  return rule.recommended !== false;
}
