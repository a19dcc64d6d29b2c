import { readClock } from '../clock.ts';
import type { WatchedPool } from '../watch/watched.ts';
import { idleInLease } from './families.ts';

type Attributes = Readonly<Record<string, string>>;

/** An instrument whose values are asked for. */
interface Observable {
  addCallback(callback: Callback): void;
  removeCallback(callback: Callback): void;
}

type Callback = (result: { observe(value: number, attributes?: Attributes): void }) => void;

interface Options {
  readonly description: string;
  readonly unit: string;
}

/** What is needed of the `Meter` of `@opentelemetry/api`. */
export interface Meter {
  createObservableUpDownCounter(name: string, options: Options): Observable;
  createObservableCounter(name: string, options: Options): Observable;
  createHistogram(
    name: string,
    options: Options,
  ): { record(value: number, attributes?: Attributes): void };
}

const connection = '{connection}';

/**
 * Gives a meter the nine `db.client.connection.*` instruments of OpenTelemetry for some pools, and two more:
 * `leaked`, and `idle_in_lease`. The result ends it.
 *
 * Gauges are read when the meter is; durations are recorded as they happen, those of failed acquires too.
 * `create_time` is known for pools of this package alone.
 */
export function instrument(meter: Meter, pools: readonly WatchedPool[]): () => void {
  const undos = [...observeGauges(meter, pools), ...recordDurations(meter, pools)];
  return () => {
    for (const undo of undos) undo();
  };
}

type Stats = ReturnType<WatchedPool['stats']>;

type Values = readonly (readonly [value: number | undefined, attributes?: Attributes])[];

/** An instrument that is asked for its values: its kind, name, description, unit, and the values of a pool. */
type Gauge = readonly [
  kind: 'upDown' | 'counter',
  name: string,
  description: string,
  unit: string,
  valuesOf: (stats: Stats, pool: WatchedPool) => Values,
];

const state = 'db.client.connection.state';

const gauges: readonly Gauge[] = [
  [
    'upDown',
    'count',
    'Connections by state.',
    connection,
    ({ held, idle }) => [
      [held, { [state]: 'used' }],
      [idle, { [state]: 'idle' }],
    ],
  ],
  ['upDown', 'idle.max', 'Idle connections allowed.', connection, ({ max }) => [[max]]],
  ['upDown', 'idle.min', 'Idle connections kept.', connection, ({ min }) => [[min]]],
  ['upDown', 'max', 'Open connections allowed.', connection, ({ max }) => [[max]]],
  ['upDown', 'pending_requests', 'Acquires that wait.', '{request}', one => [[one.waiting]]],
  ['upDown', 'leaked', 'Held, and reported as leaked.', connection, ({ leaked }) => [[leaked]]],
  ['counter', 'timeouts', 'Acquires that waited too long.', '{timeout}', one => [[one.timedOut]]],
  [
    'counter',
    'idle_in_lease',
    'Time connections were held while no statement ran.',
    's',
    (_, pool) => [[idleInLease(pool)]],
  ],
];

function observeGauges(meter: Meter, pools: readonly WatchedPool[]): readonly (() => void)[] {
  return gauges.map(([kind, name, description, unit, valuesOf]) => {
    const full = `db.client.connection.${name}`;
    const made =
      kind === 'upDown'
        ? meter.createObservableUpDownCounter(full, { description, unit })
        : meter.createObservableCounter(full, { description, unit });
    const callback: Callback = result => {
      for (const pool of pools) {
        for (const [value, attributes] of valuesOf(pool.stats(), pool)) {
          const named = { 'db.client.connection.pool.name': pool.name, ...attributes };
          if (value !== undefined) result.observe(value, named);
        }
      }
    };
    made.addCallback(callback);
    return () => made.removeCallback(callback);
  });
}

function recordDurations(meter: Meter, pools: readonly WatchedPool[]): readonly (() => void)[] {
  const histogram = (name: string, description: string) =>
    meter.createHistogram(`db.client.connection.${name}`, { description, unit: 's' });
  const creates = histogram('create_time', 'How long it took to make a connection.');
  const waits = histogram('wait_time', 'How long acquires took, failed ones too.');
  const uses = histogram('use_time', 'How long connections were held.');
  return pools.map(({ name, ledger }) => {
    const attributes = { 'db.client.connection.pool.name': name };
    return ledger.listen({
      onOpen: ({ waitedMs }) => waits.record(waitedMs / 1000, attributes),
      onFail: waitedMs => waits.record(waitedMs / 1000, attributes),
      onClose: hold => uses.record(hold.heldMs(readClock()) / 1000, attributes),
      onConnect: tookMs => creates.record(tookMs / 1000, attributes),
    });
  });
}
