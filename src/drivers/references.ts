import type { Acquire, Driver, Scoped } from './driver.ts';
import { many } from './driver.ts';

/** A type that a driver names, and where: `pool[1].gives.manager`. */
export interface TypeReference {
  readonly name: string;
  readonly at: string;
}

/** What may name other types. */
interface Owner {
  readonly loads?: string;
  readonly acquire?: readonly (string | Acquire)[];
  readonly gives?: Readonly<Record<string, string>>;
  readonly scoped?: readonly (string | Scoped)[];
}

/** The types that a driver describes. */
export function typeNamesOf(driver: Driver): readonly string[] {
  const described = [...many(driver.pool), ...many(driver.lease), ...many(driver.standalone)];
  return described.map(({ type }) => type);
}

/** Every mention of a type inside a driver, own types and those of other drivers. */
export function* typeReferencesOf(driver: Driver): Iterable<TypeReference> {
  yield* referencesIn(driver.module ?? {}, 'module');
  for (const key of ['pool', 'lease', 'standalone'] as const) {
    const owners: readonly Owner[] = many<Owner>(driver[key]);
    for (const [index, owner] of owners.entries()) {
      yield* referencesIn(owner, Array.isArray(driver[key]) ? `${key}[${index}]` : key);
    }
  }
}

function* referencesIn(owner: Owner, at: string): Iterable<TypeReference> {
  if (owner.loads !== undefined) yield { name: owner.loads, at: `${at}.loads` };
  for (const [name, type] of Object.entries(owner.gives ?? {})) {
    yield { name: type, at: `${at}.gives.${name}` };
  }
  for (const [index, { lease }] of (owner.acquire ?? []).map(toAcquire).entries()) {
    if (lease !== undefined) yield { name: lease, at: `${at}.acquire[${index}].lease` };
  }
  for (const [index, { handle }] of (owner.scoped ?? []).map(toScoped).entries()) {
    if (handle !== undefined) yield { name: handle, at: `${at}.scoped[${index}].handle` };
  }
}

/** An acquire in its long form. */
export function toAcquire(acquire: string | Acquire): Acquire {
  return typeof acquire === 'string' ? { method: acquire } : acquire;
}

/** A scoped method in its long form. */
export function toScoped(scoped: string | Scoped): Scoped {
  return typeof scoped === 'string' ? { method: scoped } : scoped;
}
