import type { PoolFact, TimeLimit } from '../analysis/pool-facts.ts';
import type { Budget } from '../fleet/budget.ts';
import { wordVerdict } from '../fleet/wording.ts';
import type { CheckedFile, Problem } from './check-file.ts';
import type { SignKind } from './signs.ts';

/** One point of the checklist for a new project, and its answer. */
export interface Point {
  readonly title: string;
  readonly answer: 'met' | 'not met' | 'not visible';
  /** What was found: how many, and where the first one is. */
  readonly evidence: string;
}

/** What the points are answered from. */
export interface Findings {
  readonly files: readonly CheckedFile[];
  /** A path as the user would write it. */
  readonly nameOf: (path: string) => string;
  /** The arithmetic of the fleet, or why there is none. */
  readonly budget: Budget | string;
  /** How a pooler shares connections, if the settings say that there is one. */
  readonly pooler: 'transaction' | 'statement' | 'none' | undefined;
}

/** A point without its title. */
export type Answer = Omit<Point, 'title'>;

const noPools: Answer = { answer: 'not visible', evidence: 'no pool is made in these files' };

/** Not met where a size is left to the driver, or too large. */
export function answerSizes(pools: readonly PoolFact[], findings: Findings): Answer {
  if (pools.length === 0) return noPools;
  const wrong = problemsOf(findings, ['max-pool-size']);
  if (wrong.length > 0) return notMet(wrong, 'max-pool-size', findings);
  const byDefault = pools.filter(({ size }) => size.from === 'default');
  if (byDefault.length > 0) {
    return {
      answer: 'not met',
      evidence: `${of(byDefault.length, pools)} left to the driver, ${first(byDefault, findings)}`,
    };
  }
  return allOf(pools, 'sized', findings);
}

/** What the arithmetic of the fleet says. */
export function answerBudget({ budget }: Findings): Answer {
  if (typeof budget === 'string') return { answer: 'not visible', evidence: budget };
  const over = budget.servers.find(({ isOver }) => isOver) ?? budget.servers[0];
  if (over === undefined) return { answer: 'not visible', evidence: 'no pool could be counted' };
  const isProven = budget.servers.every(({ uncounted }) => uncounted === 0);
  return {
    answer: budget.isOver ? 'not met' : isProven ? 'met' : 'not visible',
    evidence: wordVerdict(over).replace(/\.$/, ''),
  };
}

/** Not met where a pool has a limit that could be set and is not; not visible where nobody can tell. */
export function answerLimits(
  pools: readonly PoolFact[],
  kinds: readonly TimeLimit['of'][],
  findings: Findings,
): Answer {
  if (pools.length === 0) return noPools;
  const valuesOf = ({ timeouts }: PoolFact) =>
    timeouts.filter(limit => kinds.includes(limit.of)).map(({ value }) => value);
  const endless = pools.filter(pool => {
    const values = valuesOf(pool);
    return values.length > 0 && values.every(value => value === null);
  });
  if (endless.length > 0) {
    return {
      answer: 'not met',
      evidence: `${of(endless.length, pools)} without a limit, ${first(endless, findings)}`,
    };
  }
  const unknown = pools.filter(pool => !valuesOf(pool).some(value => typeof value === 'number'));
  if (unknown.length > 0) {
    return { answer: 'not visible', evidence: `cannot be read at ${first(unknown, findings)}` };
  }
  return allOf(pools, 'limited', findings);
}

/** Not met where one of the rules has a finding. */
export function answerRules(
  pools: readonly PoolFact[],
  findings: Findings,
  rules: readonly string[],
): Answer {
  const wrong = problemsOf(findings, rules);
  if (wrong.length > 0) return notMet(wrong, rules.join(', '), findings);
  if (pools.length === 0) return noPools;
  return { answer: 'met', evidence: 'no findings' };
}

/** Not met where a pool whose errors end the process has no listener. */
export function answerListeners(pools: readonly PoolFact[], findings: Findings): Answer {
  if (pools.length === 0) return noPools;
  const asked = pools.filter(({ isListenedTo }) => isListenedTo !== undefined);
  const deaf = asked.filter(({ isListenedTo }) => isListenedTo === false);
  if (deaf.length > 0) {
    return {
      answer: 'not met',
      evidence: `${of(deaf.length, pools)} without a listener, ${first(deaf, findings)}`,
    };
  }
  if (asked.length === 0) {
    return { answer: 'not visible', evidence: 'no pool here is known to need a listener' };
  }
  return allOf(asked, 'listened to', findings);
}

/** Not met where a pool is made again and again; met where something listens for the end of the process. */
export function answerLifetime(pools: readonly PoolFact[], findings: Findings): Answer {
  if (pools.length === 0) return noPools;
  const rules = ['no-pool-per-call', 'no-early-end'];
  const wrong = problemsOf(findings, rules);
  if (wrong.length > 0) return notMet(wrong, rules.join(', '), findings);
  const repeated = pools.filter(({ repetition }) => repetition !== undefined);
  if (repeated.length > 0) {
    return { answer: 'not met', evidence: `made again and again, ${first(repeated, findings)}` };
  }
  return answerSign(pools, findings, 'shutdown', 'nothing listens for SIGTERM');
}

/** What a pooler would break, if there is one. */
export function answerPooler(pools: readonly PoolFact[], findings: Findings): Answer {
  const wrong = problemsOf(findings, ['no-session-state']);
  if (wrong.length > 0) return notMet(wrong, 'no-session-state', findings);
  const { pooler } = findings;
  if (pooler === undefined) {
    return { answer: 'not visible', evidence: 'the setting `pooler` says whether there is one' };
  }
  if (pools.length === 0) return noPools;
  return { answer: 'met', evidence: pooler === 'none' ? 'there is none' : 'no findings' };
}

/** Met where a text shows a sign of it. */
export function answerSign(
  pools: readonly PoolFact[],
  { files, nameOf }: Findings,
  kind: SignKind,
  otherwise: string,
): Answer {
  if (pools.length === 0) return noPools;
  for (const { path, signs } of files) {
    const sign = signs.find(each => each.kind === kind);
    if (sign === undefined) continue;
    return { answer: 'met', evidence: `${sign.text}, ${nameOf(path)}:${sign.line}` };
  }
  return { answer: 'not visible', evidence: otherwise };
}

function problemsOf({ files }: Findings, rules: readonly string[]): readonly Problem[] {
  return files.flatMap(file => file.problems.filter(({ rule }) => rules.includes(rule.name)));
}

function notMet(problems: readonly Problem[], rules: string, { nameOf }: Findings): Answer {
  const [problem] = problems;
  const at =
    problem === undefined ? '' : `, ${nameOf(problem.finding.at.file)}:${problem.from.line}`;
  const names = [...new Set(problems.map(({ rule }) => rule.name))].join(', ') || rules;
  const noun = problems.length === 1 ? 'finding' : 'findings';
  return { answer: 'not met', evidence: `${problems.length} ${noun} (${names})${at}` };
}

function allOf(pools: readonly PoolFact[], what: string, findings: Findings): Answer {
  const whole = pools.length === 1 ? 'the pool is' : `all ${pools.length} pools are`;
  return { answer: 'met', evidence: `${whole} ${what}, ${first(pools, findings)}` };
}

function of(count: number, pools: readonly PoolFact[]): string {
  return pools.length === 1
    ? 'the pool is'
    : `${count} of ${pools.length} pools ${count === 1 ? 'is' : 'are'}`;
}

function first(pools: readonly PoolFact[], { nameOf }: Findings): string {
  const [pool] = pools;
  return pool === undefined ? '' : `${nameOf(pool.file)}:${pool.line}`;
}
