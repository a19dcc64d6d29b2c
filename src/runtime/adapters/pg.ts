import type { Adapter, TransactionState, Trouble } from '../pool/adapter.ts';
import { codeOf } from '../pool/trouble.ts';

/** What the pool needs of a `Client` of `pg`. */
export interface PgClient {
  connect(): Promise<unknown>;
  end(): Promise<unknown>;
  query(text: string): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'end', listener: () => void): unknown;
  /** `I`, `T` or `E`, as of the last statement. Since 8.21. */
  getTransactionStatus?(): string | null;
}

/** What `pg` has beside its typings. */
interface Internals {
  readonly readyForQuery?: boolean;
  readonly connection?: {
    readonly stream?: { destroy(): void };
    on?(event: 'parameterStatus', listener: (message: Parameter) => void): unknown;
  };
}

interface Parameter {
  readonly parameterName: string;
  readonly parameterValue: string;
}

const troubles: Readonly<Record<string, Trouble>> = {
  '53300': 'full',
  '57P01': 'broken',
  '57P02': 'broken',
  '57P03': 'retry',
};

/** What `pg` says of a connection that ended, and of one that did not come about in time, without a code. */
const lost = /Connection terminated|Client was closed|timeout expired/;

const states: Readonly<Record<string, TransactionState>> = { T: 'open', E: 'failed' };

/** Connections of `pg`: `createPool({ ...pg(() => new Client(config)), max: 5 })`. */
export function pg<Client extends PgClient>(makeClient: () => Client): Adapter<Client> {
  const standbys = new WeakSet<Client>();
  return {
    async create({ signal, broken }) {
      const client = makeClient();
      const { connection } = internalsOf(client);
      client.on('error', broken);
      client.on('end', () => broken(new Error('The server ended the connection.')));
      connection?.on?.('parameterStatus', ({ parameterName, parameterValue }) => {
        if (parameterName !== 'in_hot_standby') return;
        if (parameterValue === 'on') standbys.add(client);
        else standbys.delete(client);
      });
      const giveUp = () => connection?.stream?.destroy();
      signal.addEventListener('abort', giveUp, { once: true });
      await client.connect();
      signal.removeEventListener('abort', giveUp);
      return client;
    },
    destroy: client => client.end(),
    kill: client => internalsOf(client).connection?.stream?.destroy(),
    validate: client => client.query(';').then(() => true),
    transactionState: pgTransactionState,
    classify(error, client) {
      const code = codeOf(error);
      // A transaction that its user made read-only gives the same code.
      if (code === '25006') return client && standbys.has(client) ? 'failover' : undefined;
      if (code.startsWith('08') || lost.test(String(error))) return 'broken';
      return troubles[code];
    },
  };
}

/** Whether a client of `pg` is in a transaction, as far as it knows. */
export function pgTransactionState(
  client: Pick<PgClient, 'getTransactionStatus'>,
): TransactionState {
  if (internalsOf(client).readyForQuery === false) return 'busy';
  return states[client.getTransactionStatus?.() ?? ''] ?? 'none';
}

/** Typings leave these out; each may be absent in another version. */
function internalsOf(client: object): Internals {
  return client as Internals;
}
