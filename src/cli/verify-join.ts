/** The rules whose mistakes the leak detector sees as well. */
export const rulesSeen: readonly string[] = [
  'pool/no-leaked-connection',
  'pool/no-await-while-held',
  'pool/no-nested-acquire',
  'pool/no-use-after-release',
  'pool/max-pool-size',
];

/** A finding of the rules, as `check --format json` prints it. */
export interface StaticFinding {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly message: string;
}

/** What the leak detector wrote about a running program. */
export interface RuntimeReport {
  readonly rule?: string;
  readonly certainty: 'proof' | 'suspicion' | 'withdrawn';
  readonly message: string;
  readonly holdId?: number;
  readonly poolName: string;
  readonly at?: Place;
  readonly foreign?: { readonly at?: Place };
}

interface Place {
  readonly file: string;
  readonly line: number;
}

/** Findings and reports, told apart by who has seen the mistake. */
export interface Verdict {
  /** Found in the code, and seen to happen. */
  readonly confirmed: readonly (readonly [finding: StaticFinding, report: RuntimeReport])[];
  /** Found in the code; the tests did not get there. */
  readonly unseen: readonly StaticFinding[];
  /** Seen to happen where no rule reports. Each place and rule once. */
  readonly unfound: readonly RuntimeReport[];
}

/** Joins what the rules say with what a run has shown: same rule, same file, same line. */
export function join(
  findings: readonly StaticFinding[],
  reports: readonly RuntimeReport[],
): Verdict {
  const standing = reports.filter(report => !isWithdrawn(report, reports));
  const pairs = findings.map(
    finding => [finding, standing.find(report => isAbout(report, finding))] as const,
  );
  const unfound = standing.filter(report => !findings.some(finding => isAbout(report, finding)));
  return {
    confirmed: pairs.flatMap(([finding, report]) => (report ? [[finding, report] as const] : [])),
    unseen: pairs.flatMap(([finding, report]) => (report ? [] : [finding])),
    unfound: [...new Map(unfound.map(report => [keyOf(report), report])).values()],
  };
}

/** A connection that came back later was held for long, not leaked. */
function isWithdrawn(report: RuntimeReport, all: readonly RuntimeReport[]): boolean {
  if (report.certainty !== 'suspicion') return report.certainty === 'withdrawn';
  return all.some(
    ({ certainty, holdId, poolName, rule }) =>
      certainty === 'withdrawn' &&
      holdId === report.holdId &&
      poolName === report.poolName &&
      rule === report.rule,
  );
}

function isAbout({ rule, at, foreign }: RuntimeReport, finding: StaticFinding): boolean {
  if (rule !== finding.rule) return false;
  return [at, foreign?.at].some(
    place => place?.file === finding.file && place.line === finding.line,
  );
}

function keyOf({ rule, at, message }: RuntimeReport): string {
  return `${rule} ${at === undefined ? message : `${at.file}:${at.line}`}`;
}
