import type {
  Adapter,
  ConnectContext,
  TransactionState,
} from '../../../src/runtime/pool/adapter.ts';

/** How a call of the driver ends. `slow` is in time, `late` is not, `never` is never. */
export type Outcome = 'ok' | 'throw' | 'reject' | 'slow' | 'never' | 'late';

/** The calls that a pool makes. */
export type Call = 'create' | 'setup' | 'validate' | 'reset' | 'destroy';

/** All outcomes and all calls. */
export const outcomes: readonly Outcome[] = ['ok', 'throw', 'reject', 'slow', 'never', 'late'];
export const calls: readonly Call[] = ['create', 'setup', 'validate', 'reset', 'destroy'];

/** A connection to no server. */
export class FakeConnection {
  readonly id: number;
  isOpen = true;
  transaction: TransactionState = 'none';
  broken: ConnectContext['broken'] = () => undefined;

  constructor(id: number) {
    this.id = id;
  }

  query(text: string): Promise<string> {
    if (text === 'BEGIN') this.transaction = 'open';
    if (text === 'COMMIT' || text === 'ROLLBACK') this.transaction = 'none';
    return Promise.resolve(text);
  }
}

/** What the server says when it has no place left. */
export const fullError = Object.assign(new Error('too many clients'), { code: '53300' });

/** A driver whose every call ends as a test decides. */
export class FakeDriver implements Adapter<FakeConnection> {
  readonly slowMs = 20;
  readonly lateMs: number;
  /** Connections that the server would count. */
  readonly live = new Set<FakeConnection>();
  /** How calls end from now on; `ok` without it. */
  plan: Partial<Record<Call, Outcome>> = {};
  /** Errors of the next attempts to connect. */
  refusals: unknown[] = [];
  made = 0;
  readonly #asked: Partial<Record<Call, number>> = {};

  constructor(lateMs = 500) {
    this.lateMs = lateMs;
  }

  readonly create = ({ broken }: ConnectContext): Promise<FakeConnection> => {
    const refusal = this.refusals.shift();
    if (refusal !== undefined) return Promise.reject(refusal);
    return this.#perform('create', () => {
      this.made += 1;
      const connection = new FakeConnection(this.made);
      connection.broken = broken;
      this.live.add(connection);
      return connection;
    });
  };

  readonly destroy = (connection: FakeConnection): Promise<void> =>
    this.#perform('destroy', () => this.kill(connection));

  readonly kill = (connection: FakeConnection): void => {
    connection.isOpen = false;
    this.live.delete(connection);
  };

  readonly setup = (): Promise<void> => this.#perform('setup', () => undefined);
  readonly validate = ({ isOpen }: FakeConnection): Promise<boolean> =>
    this.#perform('validate', () => isOpen);
  readonly reset = (): Promise<void> => this.#perform('reset', () => undefined);
  readonly transactionState = ({ transaction }: FakeConnection): TransactionState => transaction;

  readonly classify = (error: unknown) =>
    error === fullError ? ('full' as const) : ('retry' as const);

  /** How often a call was made. */
  asked(call: Call): number {
    return this.#asked[call] ?? 0;
  }

  /** The server ends a connection. */
  breakOff(connection: FakeConnection): void {
    this.kill(connection);
    connection.broken(new Error('The server is gone.'));
  }

  #perform<Result>(call: Call, work: () => Result): Promise<Result> {
    this.#asked[call] = this.asked(call) + 1;
    const outcome = this.plan[call] ?? 'ok';
    if (outcome === 'throw') throw new Error(`${call} throws`);
    if (outcome === 'reject') return Promise.reject(new Error(`${call} rejects`));
    if (outcome === 'never') return new Promise<Result>(() => undefined);
    if (outcome === 'ok') return Promise.resolve(work());
    const ms = outcome === 'slow' ? this.slowMs : this.lateMs;
    return new Promise(resolve => setTimeout(() => resolve(work()), ms));
  }
}
