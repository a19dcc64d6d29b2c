import { many } from '../drivers/driver.ts';
import type { Acquire, Driver, Scoped } from '../drivers/driver.ts';
import { listening } from '../drivers/listening.ts';
import { acquireNamed } from '../drivers/twins.ts';
import { entriesOf } from './driver-index.ts';
import type { DriverIndex, TypeEntry } from './driver-index.ts';
import type { Shape, ShapeOf } from './shape.ts';

/** Something with methods that a driver describes: an instance, or the driver's module. */
export type Receiver = ShapeOf<'instance'> | ShapeOf<'driver-export'>;

/** What reading a property of a receiver gives, when its driver says so. */
export function givenBy(
  index: DriverIndex,
  receiver: ShapeOf<'instance'>,
  name: string,
): Shape | undefined {
  for (const { gives } of entriesOf(receiver)) {
    const type = gives && (Object.hasOwn(gives, name) ? gives[name] : anyOf(gives, name));
    if (type !== undefined) return index.named(receiver.driver, type, receiver.by);
  }
  return undefined;
}

function anyOf(gives: Readonly<Record<string, string>>, name: string): string | undefined {
  return /^[a-z]/i.test(name) ? gives['*'] : undefined;
}

/** What calling a method of a receiver gives; `()` is the receiver itself, called. */
export function resultOf(
  index: DriverIndex,
  receiver: Receiver,
  method: string,
  hasCallback: boolean,
): Shape | undefined {
  if (receiver.kind === 'instance') {
    const given = givenBy(index, receiver, method);
    if (given !== undefined) return given;
    if (listening.includes(method)) return receiver;
  }
  const acquire = acquireOf(receiver, method);
  if (acquire === undefined) return undefined;
  if (hasCallback && acquire.callback !== 'none') return undefined;
  const of = leaseOf(index, receiver, acquire.lease);
  if (of === undefined || acquire.returns?.startsWith('property ')) return undefined;
  return acquire.returns === 'value' ? of : { kind: 'promise', of };
}

/** What a driver passes to the callback of one of its methods at a position. */
export function passedTo(
  index: DriverIndex,
  receiver: Receiver,
  method: string,
  position: number,
): Shape | undefined {
  for (const { scoped = [] } of entriesFor(receiver)) {
    const found = scoped.map(toScoped).find(one => one.method === method);
    if (found) return position === 0 ? leaseOf(index, receiver, found.handle) : undefined;
  }
  const acquire = acquireOf(receiver, method);
  if (acquire === undefined || acquire.callback === 'none') return undefined;
  const { callback = { error: 0, lease: 1 } } = acquire;
  const expected = callback === 'scoped' ? 0 : callback.lease;
  return position === expected ? leaseOf(index, receiver, acquire.lease) : undefined;
}

function acquireOf(receiver: Receiver, method: string): Acquire | undefined {
  for (const { acquire = [] } of entriesFor(receiver)) {
    const found = acquireNamed(acquire, method);
    if (found) return found;
  }
  return undefined;
}

function entriesFor(receiver: Receiver): readonly TypeEntry[] {
  if (receiver.kind === 'instance') return entriesOf(receiver);
  return receiver.driver.module === undefined || receiver.path.length > 0
    ? []
    : [receiver.driver.module];
}

function leaseOf(
  index: DriverIndex,
  receiver: Receiver,
  type = firstLeaseOf(receiver.driver),
): Shape | undefined {
  const by = receiver.kind === 'instance' ? receiver.by : 'creation';
  return type === undefined ? undefined : index.named(receiver.driver, type, by);
}

function firstLeaseOf(driver: Driver): string | undefined {
  return many(driver.lease)[0]?.type;
}

function toScoped(value: string | Scoped): Scoped {
  return typeof value === 'string' ? { method: value } : value;
}
