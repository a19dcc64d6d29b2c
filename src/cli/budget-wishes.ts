import type { Wishes } from '../fleet/budget.ts';
import type { Figure } from '../fleet/config-file.ts';
import { type BudgetSettings, isSurge } from '../fleet/settings.ts';
import type { Settings } from '../settings.ts';
import type { Variable } from '../fleet/service.ts';
import type { Call } from './command.ts';
import type { Limits } from './live-server.ts';
import { UsageError } from './terminal.ts';

/** What flags, the server and settings say; a flag wins over the server, the server over settings. */
export function toWishes(
  options: Call['options'],
  { budget: settings, deployment }: Pick<Settings, 'budget' | 'deployment'>,
  limits: Limits | undefined,
): Wishes {
  const figure = (flag: string, setting: keyof BudgetSettings): Figure | undefined =>
    fromFlag(options, flag) ?? fromSetting(settings[setting], setting);
  const said = instancesOf(options, settings, deployment.instances);
  const optional = {
    instances: said.all,
    maxConnections:
      fromFlag(options, 'maxConnections') ??
      limits?.maxConnections ??
      figure('maxConnections', 'maxConnections'),
    reserved:
      fromFlag(options, 'reserved') ??
      limits?.reserved ??
      fromSetting(settings.reservedConnections, 'reservedConnections'),
    others: figure('other', 'otherConnections'),
    surge: surgeOf(options, settings),
  };
  const given = Object.entries(optional).filter(([, value]) => value !== undefined);
  return {
    ...(Object.fromEntries(given) as Partial<Wishes>),
    instancesOf: said.named,
    environment: environmentOf(settings),
  };
}

function fromFlag(options: Call['options'], name: string): Figure | undefined {
  const value = options[name];
  return value === undefined
    ? undefined
    : { value: toNumber(value, flagOf(name)), from: flagOf(name) };
}

function fromSetting(value: unknown, name: string): Figure | undefined {
  return typeof value === 'number' ? { value, from: `budget.${name} of the settings` } : undefined;
}

function instancesOf(
  options: Call['options'],
  { instances }: BudgetSettings,
  ofAll: number | undefined,
) {
  const named = new Map<string, Figure>();
  for (const [name, value] of Object.entries(typeof instances === 'object' ? instances : {})) {
    named.set(name, { value, from: 'instances of the settings' });
  }
  let all = ofAll === undefined ? undefined : { value: ofAll, from: 'instances of the settings' };
  for (const word of listOf(options['instances'])) {
    const [, name, value = word] = /^(.*?)=(.*)$/.exec(word) ?? [];
    const figure = { value: toNumber(value, '--instances'), from: '--instances' };
    if (name === undefined) all = figure;
    else named.set(name, figure);
  }
  return { all, named };
}

function surgeOf(options: Call['options'], settings: BudgetSettings): Wishes['surge'] {
  const flag = options['surge'];
  if (flag === undefined) {
    return settings.surge === undefined
      ? undefined
      : { text: String(settings.surge), from: 'budget.surge of the settings' };
  }
  if (!isSurge(flag))
    throw new UsageError(`--surge must be a number or a share such as 25%, not '${flag}'.`);
  return { text: String(flag), from: '--surge' };
}

function environmentOf({ environment = {} }: BudgetSettings): ReadonlyMap<string, Variable> {
  return new Map(
    Object.entries(environment).map(([name, value]) => [
      name,
      { value: String(value), place: undefined },
    ]),
  );
}

/** The words of an option that may be given several times, or with commas. */
export function listOf(value: string | boolean | undefined): readonly string[] {
  return typeof value === 'string' ? value.split(',').filter(word => word !== '') : [];
}

function flagOf(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;
}

function toNumber(value: string | boolean, flag: string): number {
  if (typeof value === 'string' && /^\d{1,9}$/.test(value)) return Number(value);
  throw new UsageError(`${flag} must be a whole number, not '${value}'.`);
}
