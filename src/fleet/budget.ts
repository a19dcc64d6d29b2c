import type { PoolFact } from '../analysis/pool-facts.ts';
import type { ConfigPlace, Figure } from './config-file.ts';
import type { Demand } from './demand.ts';
import type { PgBouncer } from './pgbouncer.ts';
import type { Package } from './assignment.ts';
import type { Service, Variable } from './service.ts';

/** What a budget is made of. */
export interface Fleet {
  readonly pools: readonly PoolFact[];
  readonly services: readonly Service[];
  readonly packages: readonly Package[];
  readonly poolers: readonly Pooler[];
  readonly wishes: Wishes;
  /** A path as the user would write it. */
  readonly nameOf: (path: string) => string;
  /** The engine that the dependencies around a file leave possible; `undefined` for several or none. */
  readonly engineAround: (file: string) => string | undefined;
}

/** A PgBouncer, and what runs it. */
export interface Pooler {
  readonly bouncer: PgBouncer;
  readonly service: Service | undefined;
  /** Whether the user says that every pool goes through it. */
  readonly isForAll: boolean;
  /** How many users its `auth_file` lists; `undefined` when there is none to read. */
  readonly userCount: number | undefined;
}

/** What flags, settings and a live server say; each one wins over what files say. */
export interface Wishes {
  /** Copies of every application. */
  readonly instances?: Figure;
  /** Copies by service, package or folder. */
  readonly instancesOf: ReadonlyMap<string, Figure>;
  readonly maxConnections?: Figure;
  readonly reserved?: Figure;
  readonly others?: Figure;
  /** More copies during a rollout: `1`, `25%`. */
  readonly surge?: { readonly text: string; readonly from: string };
  readonly environment: ReadonlyMap<string, Variable>;
}

/** What a fleet may ask of its servers. */
export interface Budget {
  readonly servers: readonly ServerBudget[];
  readonly poolers: readonly PoolerBudget[];
  /** Every pool in every service, counted or not. */
  readonly demands: readonly Demand[];
  readonly problems: readonly Problem[];
  readonly isOver: boolean;
}

/** One server, and who takes how much of it. */
export interface ServerBudget {
  /** Its host, or its kind when no address is known. */
  readonly name: string;
  /** `PostgreSQL`. */
  readonly title: string;
  readonly maxConnections: Figure;
  readonly reserved: Figure & { readonly setting: string };
  readonly others: Figure;
  /** What is left for the application. */
  readonly available: number;
  readonly wanted: number;
  readonly shares: readonly Share[];
  /** How many pools connect to it and are in no sum, as a number is not known. */
  readonly uncounted: number;
  readonly isOver: boolean;
}

/** Who takes connections of a server. */
export interface Share {
  /** The service, or the pooler. */
  readonly name: string;
  /** `3 × 50`. */
  readonly arithmetic: string;
  readonly connections: number;
  /** The pool it is about; `undefined` for a pooler. */
  readonly demand: Demand | undefined;
  /** The pooler it is about. */
  readonly pooler?: Pooler;
}

/** One pooler: who connects to it, and what it opens. */
export interface PoolerBudget {
  readonly pooler: Pooler;
  readonly copies: Figure;
  readonly poolMode: string;
  /** Clients that it takes, all copies together. */
  readonly maxClients: number;
  readonly clients: number;
  readonly clientArithmetic: string;
  /** The pools that connect through it. */
  readonly demands: readonly Demand[];
  readonly pools: readonly PoolerPools[];
}

/** What a pooler opens for one of its databases. */
export interface PoolerPools {
  readonly database: string;
  readonly host: string | undefined;
  readonly place: ConfigPlace;
  readonly users: number;
  /** Where the number of users is from. */
  readonly usersFrom: string;
  readonly poolSize: number;
  readonly reservePool: number;
  readonly poolMode: string;
  readonly maxConnections: number;
  /** Most server connections of one copy. */
  readonly connections: number;
}

/** Something that is wrong, or could not be counted. */
export interface Problem {
  /** `error`: the fleet does not fit, or something is refused; `warning`: it hurts one day; `note`: what was assumed. */
  readonly level: 'error' | 'warning' | 'note';
  readonly place: ConfigPlace | undefined;
  /** What is wrong, as a sentence. */
  readonly text: string;
  /** One way out, as a sentence. */
  readonly advice: string | undefined;
}
