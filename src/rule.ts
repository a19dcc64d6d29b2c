import type {
  InvertedGuard,
  Facts,
  Lease,
  OpenTransaction,
  PoolStatement,
  Tier,
  UncalledEnd,
} from './analysis/facts.ts';
import type { Hold } from './analysis/hold-facts.ts';
import type {
  DeafLease,
  PoolEnd,
  PoolFact,
  RemadePool,
  SessionUse,
} from './analysis/pool-facts.ts';
import type { Batch, LateUse } from './analysis/use-facts.ts';
import type { Span } from './span.ts';

/** A rule: a value over facts. It never sees a syntax tree, a host or an option of a host. */
export interface Rule {
  /** The name without the plugin's prefix. */
  readonly name: string;
  /** One line for tables and editors: an imperative without a full stop. */
  readonly summary: string;
  /** Whether it belongs to the recommended ones. Default: it does. */
  readonly recommended?: boolean;
  /** What it finds hurts only what runs for long or under load, and a test does neither. */
  readonly isAboutService?: boolean;
  /** Message texts by id; `{{name}}` is filled from the finding's data. */
  readonly messages: Readonly<Record<string, string>>;
  check(facts: Facts, deployment: Deployment): Iterable<Finding>;
}

/** Where the code runs, as far as the settings say; the rules about pools judge by it. */
export interface Deployment {
  /** Cores of the database server. */
  readonly cores?: number;
  /** Connections that one pool may open, whatever the server has. */
  readonly max?: number;
  /** Copies of the application that run at the same time. */
  readonly instances?: number;
  /** How a pooler between the application and the server shares connections; `none` when there is none. */
  readonly pooler?: 'transaction' | 'statement' | 'none';
  /** Every rule was asked for: as long as `pooler` says nothing, there may be one. */
  readonly mayHavePooler?: boolean;
}

/** What is wrong, where, and along which path. */
export interface Finding {
  /** The id of one of the rule's messages. */
  readonly message: string;
  readonly at: Span;
  readonly data: Readonly<Record<string, string | number>>;
  /** The fact it is about, which a codemod starts from. */
  readonly about:
    | Lease
    | Hold
    | OpenTransaction
    | UncalledEnd
    | InvertedGuard
    | PoolStatement
    | LateUse
    | Batch
    | PoolFact
    | RemadePool
    | PoolEnd
    | DeafLease
    | SessionUse;
  /** The steps from acquire to the open exit, in the order control reaches them. */
  readonly path: readonly PathStep[];
  readonly tier: Tier;
}

/** One labelled place of a path: `acquired here`, `throws here`, `leaves here`. */
export interface PathStep {
  readonly at: Span;
  readonly label: string;
}

/** Types a rule where it is written. */
export function defineRule(rule: Rule): Rule {
  return rule;
}

/** The text of a finding: its message with the data filled in. */
export function wordFinding(rule: Rule, finding: Finding): string {
  const template = rule.messages[finding.message];
  if (template === undefined) throw new Error(`${rule.name} has no message '${finding.message}'.`);
  return template.replaceAll(/\{\{(\w+)\}\}/g, (_, key: string) => String(finding.data[key] ?? ''));
}
