import { suggestNearest } from '../nearest.ts';
import { effectKinds } from './effect.ts';
import type { EffectKind } from './effect.ts';

/** What a user says of a function of their own, or of a package that is not described here. */
export interface OwnEffect {
  /** The function's name as it is called: `sendReport`, or `mailer.send` to tell it from others. */
  readonly name: string;
  /** What awaiting it waits for; `nothing` when it is as good as done at once. */
  readonly waits: EffectKind | 'nothing';
  /** Where it comes from: a package, `@acme/mailer`, or the end of a file's path, `./lib/mail`. */
  readonly module?: string;
}

/** A function that is called. */
export interface Callee {
  /** Its names with what stands before them: as it is called, and as its module exports it. */
  readonly names: readonly string[];
  /** The package that exports it, or the path of the file it stands in. */
  readonly module?: string | undefined;
}

/** A user's effect that cannot be used. The message names the key, what it must be and what it is. */
export class EffectSettingError extends Error {
  override name = 'EffectSettingError';
}

/** What a user says that a call waits for; the first who speaks of it is believed. */
export function ownEffectOf(
  effects: readonly OwnEffect[],
  { names, module }: Callee,
): OwnEffect['waits'] | undefined {
  const found = effects.find(effect => {
    const isNamed = names.some(one => one === effect.name || one.endsWith(`.${effect.name}`));
    if (!isNamed || effect.module === undefined) return isNamed;
    return module !== undefined && isModule(effect.module, module);
  });
  return found?.waits;
}

/** Checks what users say that their functions wait for; `place` is where: `settings.pool.effects`. */
export function parseOwnEffects(value: unknown, place: string): readonly OwnEffect[] {
  if (!Array.isArray(value)) {
    throw new EffectSettingError(`${place} must be an array, not ${show(value)}.`);
  }
  return value.map((item: unknown, index) => toOwnEffect(item, `${place}[${index}]`));
}

const keys: Readonly<Record<keyof OwnEffect, true>> = { name: true, waits: true, module: true };

function toOwnEffect(value: unknown, place: string): OwnEffect {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new EffectSettingError(`${place} must be an object, not ${show(value)}.`);
  }
  const unknown = Object.keys(value).find(key => !Object.hasOwn(keys, key));
  if (unknown !== undefined) {
    const hint = suggestNearest(unknown, Object.keys(keys));
    throw new EffectSettingError(`${place} has an unknown key '${unknown}'.${hint}`);
  }
  const { name, waits, module } = value as { readonly [key in keyof OwnEffect]: unknown };
  if (typeof name !== 'string' || !/^[\w$#]+(?:\.[\w$#]+)*$/.test(name)) {
    throw new EffectSettingError(
      `${place}.name must be the name of a function as it is called, not ${show(name)}.`,
    );
  }
  const known = [...effectKinds, 'nothing'] as const;
  const kind = known.find(one => one === waits);
  if (kind === undefined) {
    const hint = suggestNearest(String(waits), known);
    throw new EffectSettingError(
      `${place}.waits must be one of ${known.join(', ')}, not ${show(waits)}.${hint}`,
    );
  }
  if (module === undefined) return { name, waits: kind };
  if (typeof module === 'string' && module !== '') return { name, waits: kind, module };
  throw new EffectSettingError(
    `${place}.module must be a package or the path of a file, not ${show(module)}.`,
  );
}

/** Whether a module is the one that a user means. */
function isModule(meant: string, module: string): boolean {
  if (!meant.startsWith('.')) return module === meant || module.startsWith(`${meant}/`);
  return `/${withoutEnding(module)}`.endsWith(
    `/${withoutEnding(meant).replace(/^(?:\.+\/)+/, '')}`,
  );
}

function withoutEnding(path: string): string {
  const plain = path.replaceAll('\\', '/').replace(/\.[cm]?[jt]sx?$/, '');
  return plain.replace(/\/index$/, '');
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? typeof value;
}
