import type { Facts, Tier } from './analysis/facts.ts';
import type { Driver } from './drivers/driver.ts';
import { drivers as builtIn } from './drivers/index.ts';
import type { Helper } from './drivers/own-functions.ts';
import { parseOwnFunctions } from './drivers/own-functions.ts';
import { DriverSettingError, parseDrivers } from './drivers/schema.ts';
import type { OwnEffect } from './effects/own-effects.ts';
import { EffectSettingError, parseOwnEffects } from './effects/own-effects.ts';
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
  /** What awaiting functions of your own waits for, when that is no database: a mail, an HTTP request, nothing. */
  readonly effects?: readonly OwnEffect[];
}

/** Settings after checking, with what they leave open filled in. */
export interface Settings {
  /** The user's drivers, then ours. */
  readonly drivers: readonly Driver[];
  readonly evidence: 'types' | 'any';
  readonly helpers: readonly Helper[];
  readonly effects: readonly OwnEffect[];
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
  effects: true,
};

/** Checks settings; `place` is where the user wrote them: `settings.pool`. */
export function parseSettings(value: unknown, place: string): Settings {
  if (value === undefined) return parseSettings({}, place);
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
  return toSettings(value, place);
}

function toSettings(
  value: { readonly [key in keyof PoolSettings]?: unknown },
  place: string,
): Settings {
  const { drivers: own, evidence = 'any', helpers = [], effects = [] } = value;
  return reworded(() => {
    const drivers =
      own === undefined ? builtIn : [...parseDrivers(own, `${place}.drivers`), ...builtIn];
    return {
      drivers,
      evidence: toEvidence(evidence, place),
      helpers: parseOwnFunctions(helpers, `${place}.helpers`, drivers),
      effects: parseOwnEffects(effects, `${place}.effects`),
    };
  });
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
  return rule.recommended !== false;
}

/** What `read` gives; an error in a part of the settings becomes one of the settings. */
function reworded<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    const isPart = error instanceof DriverSettingError || error instanceof EffectSettingError;
    if (!isPart) throw error;
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
