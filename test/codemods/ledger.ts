/** What ran where: inside a transaction, or on the root. */
export class Ledger {
  readonly statements: string[] = [];
  /** Statements outside a transaction. */
  outside = 0;
  commits = 0;
  #written = 0;
  readonly #failing: number | undefined;

  constructor(failing?: number) {
    this.#failing = failing;
  }

  /** What is there for ever: what a commit kept, and what ran outside. */
  get kept(): number {
    return this.#written;
  }

  run(sent: string, isInside: boolean): void {
    this.statements.push(sent);
    if (!isInside) this.outside += 1;
    if (this.statements.length === this.#failing) throw new Error(`fault ${this.#failing}`);
    if (!isInside) this.#written += 1;
  }

  commit(): void {
    this.commits += 1;
  }
}

type Call = (...args: readonly unknown[]) => unknown;

/** Calls that begin a transaction for a callback, or give one. */
const SCOPES = new Set(['transaction', '$transaction', 'begin', 'withTransaction', 'withSession']);

/** Calls that only lead to what runs a statement. */
const LEADS = new Set(['getRepository', 'withRepository', 'model', 'db', 'collection', 'create']);

/** What `db.transaction()` gives, which begins one, and in kysely has still to be executed. */
const BEGUN = 'transaction()';

const handles = new WeakSet<object>();

/**
 * What any of the drivers exports: every name leads on, every call is part of a statement, and what is
 * awaited has run.
 */
export function standIns(ledger: Ledger): object {
  const root = (): object => link(ledger, false, []);
  class Row {
    save = statement(ledger, 'save');
  }
  const models = new Proxy(class {}, {
    get(target, key) {
      if (key === 'startSession') return async () => link(ledger, true, []);
      return typeof key === 'symbol' || key in target
        ? Reflect.get(target, key)
        : statement(ledger, key, Row);
    },
  });
  const made = new Proxy(function () {}, { construct: root, apply: root });
  return Object.assign(root, {
    ...{ Model: models, default: Object.assign(root, { model: () => models, Schema: made }) },
    ...{ Sequelize: made, PrismaClient: made, DataSource: made, MongoClient: made },
    ...{ Kysely: made, PostgresDialect: made, Pool: made },
  });
}

/** A method whose options say whether it is inside, as does `session()` behind it. */
function statement(ledger: Ledger, name: string, Result: new () => object = Object): Call {
  return (...args) => {
    let isInside = args.some(isToldBy);
    const query = {
      session(handle: unknown) {
        isInside = isToldBy({ handle });
        return query;
      },
      then: (resolve: Call, reject: Call) => {
        try {
          ledger.run(`${name} ${textOf(args)}`, isInside);
          resolve(new Result());
        } catch (error) {
          reject(error);
        }
      },
    };
    return query;
  };
}

/** The options that say it, and what a chained method is given. */
const OPTIONS = new Set(['transaction', 'session', 'handle']);

function isToldBy(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([key, one]) => OPTIONS.has(key) && typeof one === 'function' && handles.has(one),
  );
}

/** Arguments as text, without a transaction and what is left empty without it. */
function textOf(args: readonly unknown[]): string {
  const told = args.map(one => JSON.stringify(one, (_, value: unknown) => value ?? undefined));
  return told.filter(text => text !== undefined && text !== '{}').join();
}

/** A part of a chain of names and calls. */
function link(ledger: Ledger, isInside: boolean, path: readonly string[]): object {
  const self: object = new Proxy(function () {}, {
    get(_, key) {
      if (typeof key === 'symbol' || key === 'toJSON') return undefined;
      if (key === 'then') return path.some(isCall) ? waiting(ledger, isInside, path) : undefined;
      if (key === 'commit') return async () => ledger.commit();
      if (key === 'rollback' || key === 'endSession') return async () => {};
      return link(ledger, isInside, [...path, key]);
    },
    apply: (_, __, args: readonly unknown[]) => called(ledger, isInside, path, args),
  });
  if (isInside) handles.add(self);
  return self;
}

function called(
  ledger: Ledger,
  isInside: boolean,
  path: readonly string[],
  args: readonly unknown[],
): unknown {
  const last = path.at(-1) ?? '';
  const name = last === BEGUN ? '' : last;
  const scope = args.find((one): one is Call => typeof one === 'function' && !handles.has(one));
  const begins = SCOPES.has(name) || (name === 'execute' && path.includes(BEGUN));
  if (begins && scope !== undefined && String(scope).startsWith('async')) {
    return inScope(ledger, scope);
  }
  if (name === 'startSession') return link(ledger, true, []);
  if (begins && name !== 'execute') {
    return link(ledger, true, [BEGUN]);
  }
  const isLead = LEADS.has(name) && !(name === 'create' && path.length > 1);
  const given = isInside || args.some(isToldBy);
  const text = isLead ? [] : [`${name}() ${textOf(args)}`];
  return link(ledger, given, isLead ? [] : [...path.slice(0, -1).filter(isCall), ...text]);
}

function isCall(part: string): boolean {
  return part.includes('()') && part !== BEGUN;
}

async function inScope(ledger: Ledger, scope: Call): Promise<void> {
  await scope(link(ledger, true, []));
  ledger.commit();
}

function waiting(ledger: Ledger, isInside: boolean, path: readonly string[]): Call {
  return (resolve, reject) => {
    try {
      ledger.run(path.filter(isCall).join('.'), isInside);
      (resolve as Call)(undefined);
    } catch (error) {
      (reject as Call)(error);
    }
  };
}
