import type { Facts, Tier } from './analysis/facts.ts';
import type { Driver } from './drivers/driver.ts';
import { drivers as builtIn } from './drivers/index.ts';
import type { Helper } from './drivers/own-functions.ts';
import { parseOwnFunctions } from './drivers/own-functions.ts';
import { DriverSettingError, parseDrivers } from './drivers/schema.ts';
import { suggestNearest } from './nearest.ts';
import type { Finding, Rule } from './rule.ts';

/** What a user may write under `settings.pool`, in `pool.config.json` and under `pool` in `package.json`. */
export interface PoolSettings {
  /** Database packages and pool wrappers of your own, in the shape of the built-in drivers. */
  readonly drivers?: readonly Driver[];
  /**
   * `any` (default) also believes a value that is only used like a connection; `types` wants to see
   * it made, annotated, or typed.
   */
  readonly evidence?: 'types' | 'any';
  /** What no analysis can know of your own functions; the tags `@acquires`, `@releases` and `@borrows` say the same. */
  readonly helpers?: readonly Helper[];
}

/** Settings after checking, with what they leave open filled in. */
export interface Settings {
  /** The user's drivers, then ours. */
  readonly drivers: readonly Driver[];
  readonly evidence: 'types' | 'any';
  readonly helpers: readonly Helper[];
}

/** A setting that cannot be used. The message names the place, the key, and what it must be. */
export class PoolSettingError extends Error {
  override name = 'PoolSettingError';
}

/** The tiers, surest first. */
export const tiers: readonly Tier[] = ['sure', 'likely', 'possible'];

const keys: Readonly<Record<keyof PoolSettings, true>> = {
  drivers: true,
  evidence: true,
  helpers: true,
};

/** Checks settings; `place` is where the user wrote them: `settings.pool`. */
export function parseSettings(value: unknown, place: string): Settings {
  if (value === undefined) return { drivers: builtIn, evidence: 'any', helpers: [] };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new PoolSettingError(`${place} must be an object, not ${show(value)}.`);
  }
  for (const key of Object.keys(value)) {
    if (Object.hasOwn(keys, key)) continue;
    throw new PoolSettingError(
      `${place} has an unknown key '${key}'.${suggestNearest(key, Object.keys(keys))}` +
        ` Known keys: ${Object.keys(keys).join(', ')}.`,
    );
  }
  const { drivers, evidence, helpers } = value as { readonly [key in keyof PoolSettings]: unknown };
  const known = drivers === undefined ? builtIn : [...ownDrivers(drivers, place), ...builtIn];
  return {
    drivers: known,
    evidence: evidence === undefined ? 'any' : toEvidence(evidence, place),
    helpers: helpers === undefined ? [] : ownFunctionsIn(helpers, place, known),
  };
}

/** The findings of a rule that are at least as sure as `tier` and rest on the evidence asked for. */
export function* findingsOf(
  rule: Rule,
  facts: Facts,
  wanted: { readonly tier: Tier; readonly evidence: Settings['evidence'] },
): Iterable<Finding> {
  for (const finding of rule.check(facts)) {
    if (tiers.indexOf(finding.tier) > tiers.indexOf(wanted.tier)) continue;
    if (wanted.evidence === 'types' && finding.about.evidence === 'usage') continue;
    yield finding;
  }
}

/** Whether a rule belongs to the recommended ones. Rules do unless they say `recommended: false`. */
export function isRecommended(rule: Rule): boolean {
  return !('recommended' in rule) || rule.recommended !== false;
}

function ownDrivers(value: unknown, place: string): readonly Driver[] {
  try {
    return parseDrivers(value, `${place}.drivers`);
  } catch (error) {
    if (!(error instanceof DriverSettingError)) throw error;
    throw new PoolSettingError(error.message, { cause: error });
  }
}

function ownFunctionsIn(
  value: unknown,
  place: string,
  drivers: readonly Driver[],
): readonly Helper[] {
  try {
    return parseOwnFunctions(value, `${place}.helpers`, drivers);
  } catch (error) {
    if (!(error instanceof DriverSettingError)) throw error;
    throw new PoolSettingError(error.message, { cause: error });
  }
}

function toEvidence(value: unknown, place: string): Settings['evidence'] {
  if (value === 'types' || value === 'any') return value;
  throw new PoolSettingError(`${place}.evidence must be 'types' or 'any', not ${show(value)}.`);
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? typeof value;
}
