import type ts from 'typescript';
import type { Driver, LeaseType, ModuleType, PoolType } from '../../src/drivers/driver.ts';
import { many } from '../../src/drivers/driver.ts';
import type { StandaloneType } from '../../src/drivers/standalone.ts';
import { toAcquire, toScoped } from '../../src/drivers/references.ts';
import { moduleTypes } from './creations.ts';
import type { Typings } from './typings.ts';
import {
  callbacksOf,
  declaredTypes,
  hasMember,
  isAny,
  isDisposable,
  namesOf,
  resultsOf,
} from './typings.ts';

/** All that any described type may have. */
type Entry = Partial<PoolType & LeaseType & StandaloneType>;

/** A claim of a driver: what leads to a type, and what the typings say it leads to. */
interface Claim {
  readonly member: string;
  readonly text: string;
  readonly to: string;
  readonly found: readonly ts.Type[];
}

/** What a driver names that the installed typings do not have, one line each; empty when all is there. */
export function complaintsAbout(driver: Driver, typings: Typings): readonly string[] {
  const described: readonly (PoolType | LeaseType | StandaloneType)[] = [
    ...many(driver.pool),
    ...many(driver.lease),
    ...many(driver.standalone),
  ];
  const ofTypes = described
    .filter(({ type }) => type !== '*')
    .flatMap(owner => {
      const types = declaredTypes(typings, driver, owner.type);
      if (types.length === 0) return [`${owner.type} is not declared`];
      return fewest(
        types.map(type => [
          ...complaintsAboutType(owner, owner.type, type, driver, typings),
          ...complaintsAboutDispose(owner, type),
        ]),
      );
    });
  const { module } = driver;
  if (module === undefined) return ofTypes;
  const modules = moduleTypes(driver, typings);
  return [
    ...ofTypes,
    ...fewest(modules.map(type => complaintsAboutType(module, 'module', type, driver, typings))),
  ];
}

/** Several declarations may share a name: one of them has to fit. */
function fewest(answers: readonly (readonly string[])[]): readonly string[] {
  return [...answers].sort((a, b) => a.length - b.length)[0] ?? [];
}

function complaintsAboutType(
  owner: Entry | ModuleType,
  name: string,
  type: ts.Type,
  driver: Driver,
  typings: Typings,
): readonly string[] {
  const { checker } = typings;
  const members = [...new Set(membersOf(owner))];
  const missing = members
    .filter(member => !hasMember(checker, type, member))
    .map(member => `${name}.${member} does not exist`);
  const wrong = claimsOf(owner, type, driver, typings)
    .filter(({ member }) => hasMember(checker, type, member))
    .filter(({ to, found }) => !found.some(each => isAny(each) || isNamed(each, to)))
    // It may be spelled in another way: `Omit<Client, '$on'>`.
    .filter(({ to, found }) => {
      const declared = declaredTypes(typings, driver, to);
      return !found.some(each => declared.some(one => isSame(checker, each, one)));
    })
    .map(({ text, to }) => `${name}.${text} does not give ${to}`);
  return [...missing, ...wrong, ...complaintsAboutOpening(owner, driver, typings)];
}

/** Lazy acquires name methods of the lease, not of their owner. */
function complaintsAboutOpening(
  { acquire = [] }: Entry,
  driver: Driver,
  typings: Typings,
): readonly string[] {
  return acquire.map(toAcquire).flatMap(({ opens = [], lease = firstLeaseOf(driver) }) => {
    const types = declaredTypes(typings, driver, lease);
    return opens
      .filter(member => !types.some(type => hasMember(typings.checker, type, member)))
      .map(member => `${lease}.${member} does not exist`);
  });
}

function firstLeaseOf(driver: Driver): string {
  return many(driver.lease)[0]?.type ?? '*';
}

function isSame(checker: ts.TypeChecker, one: ts.Type, other: ts.Type): boolean {
  if (isAny(one) || isAny(other)) return false;
  return checker.isTypeAssignableTo(one, other) && checker.isTypeAssignableTo(other, one);
}

function isNamed(type: ts.Type, name: string): boolean {
  return name === '*' || namesOf(type).includes(name);
}

function membersOf(owner: Entry): readonly string[] {
  const { acquire = [], scoped = [], gives = {} } = owner;
  return [
    ...[...acquire.map(toAcquire), ...scoped.map(toScoped)].map(({ method }) => method),
    ...Object.keys(gives),
    ...(owner.oneShot ?? []),
    // Those that an association adds have no name before it is made.
    ...(owner.carries?.bound ?? []),
    ...Object.keys(owner.carries?.methods ?? {}).filter(name => !name.endsWith('*')),
    ...(owner.releaseByArgument ?? []),
    ...(owner.open ?? []),
    ...(owner.confirm ?? []),
    ...(owner.use ?? []),
    ...(owner.release ?? []),
    ...(owner.destroy ?? []),
    ...(owner.destroyIfGiven ?? []),
    ...Object.values(owner.transaction ?? {}).flat(),
    ...(owner.inert ?? []),
    ...(owner.ended ?? []),
    ...(owner.close ?? []),
  ];
}

function claimsOf(owner: Entry, type: ts.Type, driver: Driver, typings: Typings): readonly Claim[] {
  const given = Object.entries(owner.gives ?? {}).map(([member, to]) => ({
    member,
    text: member,
    to: to.replace(/^.+#/, ''),
    found: resultsOf(typings, type, member, 'either'),
  }));
  const lent = (owner.scoped ?? []).map(toScoped).map(({ method, handle = '*' }) => ({
    member: method,
    text: `${method} with a scope`,
    to: handle.replace(/^.+#/, ''),
    found: callbacksOf(typings, type, method).flatMap(args => args[0] ?? []),
  }));
  return [...given, ...lent, ...leasesOf(owner, type, driver, typings)];
}

function leasesOf(
  { acquire = [] }: Entry,
  type: ts.Type,
  driver: Driver,
  typings: Typings,
): readonly Claim[] {
  return acquire.map(toAcquire).flatMap(({ method, callback, returns, ...rest }) => {
    const lease = (rest.lease ?? firstLeaseOf(driver)).replace(/^.+#/, '');
    const position = typeof callback === 'object' ? callback.lease : callback === 'scoped' ? 0 : 1;
    const handed = callbacksOf(typings, type, method).flatMap(args => args[position] ?? []);
    const property = /^property (.+)$/.exec(returns ?? '')?.[1];
    const isValue = returns === 'value' || property !== undefined;
    const results = resultsOf(typings, type, method, isValue ? 'value' : 'promise');
    const found =
      property === undefined
        ? results
        : results.flatMap(each => resultsOf(typings, each, property, 'promise'));
    const claim = { member: method, to: lease };
    return [
      ...(callback === 'none'
        ? []
        : [{ ...claim, text: `${method} with a callback`, found: handed }]),
      // Modules with callbacks only say so with positions.
      ...(typeof callback === 'object' ? [] : [{ ...claim, text: method, found }]),
    ];
  });
}

function complaintsAboutDispose(
  owner: PoolType | LeaseType | StandaloneType,
  type: ts.Type,
): readonly string[] {
  if (!('dispose' in owner)) return [];
  const { dispose, disposeBy = 'async' } = owner;
  const kinds = dispose === 'none' ? [] : disposeBy === 'both' ? ['async', 'sync'] : [disposeBy];
  return (['async', 'sync'] as const)
    .filter(kind => isDisposable(type, kind) !== kinds.includes(kind))
    .map(kind => `${owner.type}: dispose (${kind}) is not '${dispose}'`);
}
