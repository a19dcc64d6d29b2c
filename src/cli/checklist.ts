import {
  type Answer,
  answerBudget,
  answerLifetime,
  answerLimits,
  answerListeners,
  answerPooler,
  answerRules,
  answerSign,
  answerSizes,
  type Findings,
  type Point,
} from './checklist-answers.ts';

/** The ten points, each answered from what was found. */
export function toChecklist(findings: Findings): readonly Point[] {
  const pools = findings.files.flatMap(file => file.pools);
  const points: readonly (readonly [title: string, answer: Answer])[] = [
    ['Every pool has a size that somebody chose', answerSizes(pools, findings)],
    ['All instances together fit the server', answerBudget(findings)],
    ['No wait for a connection is endless', answerLimits(pools, ['acquire'], findings)],
    ['Connections are renewed', answerLimits(pools, ['lifetime', 'idle'], findings)],
    [
      'Every connection is given back, on every path',
      answerRules(pools, findings, [
        'no-leaked-connection',
        'no-use-after-release',
        'no-open-transaction',
      ]),
    ],
    [
      'Nothing slow happens while one is held',
      answerRules(pools, findings, [
        'no-await-while-held',
        'no-nested-acquire',
        'no-pool-in-transaction',
      ]),
    ],
    ['Errors of idle connections are handled', answerListeners(pools, findings)],
    ['One pool for the process, closed when it ends', answerLifetime(pools, findings)],
    ['Sessions survive a pooler', answerPooler(pools, findings)],
    [
      'The pool is watched',
      answerSign(
        pools,
        findings,
        'metrics',
        'no metric of a pool is read; a load test is not visible',
      ),
    ],
  ];
  return points.map(([title, answer]) => ({ title, ...answer }));
}
