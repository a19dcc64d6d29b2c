import type { Check, Fields } from '../checks.ts';
import { listOf, optional, predicate, shape, tableOf, text } from '../checks.ts';

/** What no file of a project says about where it runs; under `budget` in `pool.config.json`. */
export interface BudgetSettings {
  /** Copies of every application, or of each by the name of its service, package or folder. */
  readonly instances?: number | Readonly<Record<string, number>>;
  /** The server's limit. */
  readonly maxConnections?: number;
  /** Places that the server keeps for its superusers. */
  readonly reservedConnections?: number;
  /** Connections of everybody else: migrations, consoles, backups, other teams. */
  readonly otherConnections?: number;
  /** More copies while a new version takes over: `1`, `"25%"`. */
  readonly surge?: number | string;
  /** The deployment files that count, in place of those that are found. */
  readonly deploy?: readonly string[];
  /** The `pgbouncer.ini` that every pool goes through. */
  readonly pgbouncer?: string;
  /** Environment variables of production. */
  readonly environment?: Readonly<Record<string, string | number>>;
}

const count: Check = predicate(isCount, 'a whole number');

const instances: Check = (value, place) =>
  typeof value === 'object' && value !== null
    ? tableOf(count, 'a number, or numbers by name')(value, place)
    : predicate(isCount, 'a whole number, or whole numbers by name')(value, place);

const fields: Fields<BudgetSettings> = {
  instances: optional(instances),
  maxConnections: optional(count),
  reservedConnections: optional(count),
  otherConnections: optional(count),
  surge: optional(predicate(isSurge, "a whole number or a share such as '25%'")),
  deploy: optional(listOf(text('the path of a file'), 'an array of paths')),
  pgbouncer: optional(text('the path of a file')),
  environment: optional(
    tableOf(
      predicate(value => ['string', 'number'].includes(typeof value), 'text or a number'),
      'an object with environment variables',
    ),
  ),
};

/** Throws when these are no settings of a budget. */
export const checkBudgetSettings: Check = shape<BudgetSettings>(fields);

/** Whether text or a number is a surge: `1`, `25%`. */
export function isSurge(value: unknown): boolean {
  return isCount(value) || (typeof value === 'string' && /^\d{1,4}%?$/.test(value));
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0;
}
