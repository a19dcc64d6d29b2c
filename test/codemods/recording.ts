/** What one run of a function did with its connections. */
export interface Recording {
  /** Statements in the order in which they were sent, ends of transactions among them. */
  readonly statements: readonly string[];
  /** Operations that could have failed. */
  readonly operations: number;
  readonly commits: number;
  /** Connections that nobody gave back. */
  readonly open: number;
  /** What must not happen: released twice, used after its release, released inside a transaction. */
  readonly problems: readonly string[];
}

type Callback = (error: Error | null, ...results: unknown[]) => void;

/** Fake drivers that note what is done, and whose operations of these numbers fail, counted from 1. */
export class World {
  readonly #failing: readonly number[];
  readonly #statements: string[] = [];
  readonly #problems: string[] = [];
  readonly #connections: Connection[] = [];
  #operations = 0;
  #commits = 0;

  constructor(failing: readonly number[]) {
    this.#failing = failing;
  }

  /** Counts an operation, and fails it if its turn has come. */
  step(statement?: string): void {
    if (statement !== undefined) this.#statements.push(statement);
    this.#operations += 1;
    if (this.#failing.includes(this.#operations)) throw new Error(`fault ${this.#operations}`);
    if (statement === 'COMMIT') this.#commits += 1;
  }

  complain(problem: string): void {
    this.#problems.push(problem);
  }

  acquire(): Connection {
    this.step();
    return this.open();
  }

  /** A connection that is made without asking a server. */
  open(): Connection {
    const connection = new Connection(this);
    this.#connections.push(connection);
    return connection;
  }

  recording(): Recording {
    return {
      statements: this.#statements,
      operations: this.#operations,
      commits: this.#commits,
      open: this.#connections.filter(({ isOpen }) => isOpen).length,
      problems: this.#problems,
    };
  }
}

/** A connection as pg and mysql2 have it: promises, or callbacks where the last argument is a function. */
class Connection {
  isOpen = true;
  #isInside = false;
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  readonly release = (): void => {
    if (!this.isOpen) this.#world.complain('released twice');
    else if (this.#isInside) this.#world.complain('released inside a transaction');
    this.isOpen = false;
  };

  query(text: string, ...rest: readonly unknown[]): unknown {
    return answer(rest, () => this.#run(text));
  }

  beginTransaction(): unknown {
    return answer([], () => this.#run('BEGIN'));
  }

  async connect(): Promise<void> {
    this.#world.step();
  }

  /** As `release()`, by a promise that may reject. */
  async close(): Promise<void> {
    this.release();
    this.#world.step('close');
  }

  get isTransactionActive(): boolean {
    return this.#isInside;
  }

  startTransaction(): unknown {
    return this.beginTransaction();
  }

  commitTransaction(): unknown {
    return this.commit();
  }

  rollbackTransaction(): unknown {
    return this.rollback();
  }

  commit(): unknown {
    return answer([], () => this.#run('COMMIT'));
  }

  rollback(): unknown {
    return answer([], () => this.#run('ROLLBACK'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.isOpen) this.release();
  }

  #run(text: string): unknown {
    if (!this.isOpen) this.#world.complain(`${text} after the release`);
    // A rollback that fails leaves nothing that anybody could still do.
    if (text === 'ROLLBACK') this.#isInside = false;
    this.#world.step(text);
    if (text === 'BEGIN') this.#isInside = true;
    if (text === 'COMMIT') this.#isInside = false;
    return Object.assign([[{ n: 1 }], []], { rows: [{ n: 1, name: 'x' }] });
  }
}

/** Answers by promise, or to the callback behind the arguments. */
function answer(rest: readonly unknown[], work: () => unknown): unknown {
  const callback = rest.at(-1);
  const result = new Promise(resolve => void resolve(work()));
  if (typeof callback !== 'function') return result;
  const call = callback as Callback;
  return void result.then(
    value => call(null, value),
    (error: Error) => call(error),
  );
}

/** What `require` gives a fixture. */
export function driversOf(world: World): Readonly<Record<string, unknown>> {
  const pool = {
    connect: (...rest: readonly unknown[]) => lend(world, rest),
    getConnection: (...rest: readonly unknown[]) => lend(world, rest),
    query: async (text: string) => {
      const connection = world.acquire();
      try {
        return await connection.query(text);
      } finally {
        connection.release();
      }
    },
  };
  const mysql = { createPool: () => pool };
  return {
    pg: {
      Pool: class {
        constructor() {
          return pool;
        }
      },
    },
    mysql2: mysql,
    oracledb: { createPool: async () => pool },
    typeorm: {
      DataSource: class {
        createQueryRunner = (): unknown => world.open();
      },
    },
    'mysql2/promise': mysql,
  };
}

function lend(world: World, rest: readonly unknown[]): unknown {
  const [callback] = rest;
  if (callback === undefined) return answer([], () => world.acquire());
  const call = callback as Callback;
  return answer(
    [
      (error: Error | null, connection?: Connection) =>
        call(error, connection, connection?.release ?? (() => {})),
    ],
    () => world.acquire(),
  );
}
