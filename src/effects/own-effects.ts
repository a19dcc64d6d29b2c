import { listOf, oneOf, optional, predicate, shape, text } from '../checks.ts';
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

const ownEffect = shape<OwnEffect>({
  name: predicate(
    value => typeof value === 'string' && /^[\w$#]+(?:\.[\w$#]+)*$/.test(value),
    'the name of a function as it is called',
  ),
  waits: oneOf<OwnEffect['waits']>(...effectKinds, 'nothing'),
  module: optional(text('a package or the path of a file')),
});

/** Checks what users say that their functions wait for; `place` is where: `settings.pool.effects`. */
export function parseOwnEffects(value: unknown, place: string): readonly OwnEffect[] {
  listOf(ownEffect, 'an array')(value, place);
  // Every key of every entry has been checked.
  return value as readonly OwnEffect[];
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
