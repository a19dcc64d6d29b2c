import { wordDiff } from './diff.ts';
import picocolors from 'picocolors';
import { toName } from '../path-name.ts';
import type { FixResult } from './result.ts';
import type { Left, Repaired, Site } from './site.ts';

/** What a run did or would do, for a program. */
export function reportAsJson(result: FixResult, cwd: string): string {
  const { isWritten, changes, repaired, left, checked } = result;
  return `${JSON.stringify({
    isWritten,
    files: changes.map(({ path, before, after }) => ({
      filePath: path,
      isNew: before === undefined,
      diff: diffOf({ path, before, after }, cwd),
    })),
    repaired: repaired.map(toRepaired),
    left: left.map(toLeft),
    notLookedAt: checked.flatMap(({ path, unreadable, isFailed, notes }) => {
      const message = unreadable?.text ?? (isFailed ? notes[0]?.text : undefined);
      return message === undefined ? [] : [{ filePath: path, message }];
    }),
    checkedFiles: checked.length,
  })}\n`;
}

function diffOf({ path, before, after }: FixResult['changes'][number], cwd: string): string {
  const name = toName(path, cwd).replaceAll('\\', '/');
  const old = before === undefined ? undefined : Buffer.from(before).toString();
  const colors = picocolors.createColors(false);
  return wordDiff({ name, before: old, after: Buffer.from(after).toString() }, colors);
}

function toRepaired({ site, offer, isByHand }: Repaired): object {
  const { codemod, title, confidence } = offer;
  return { ...toPlace(site), codemod, title, confidence, isByHand };
}

function toLeft({ site, why }: Left): object {
  return {
    ...toPlace(site),
    why,
    offers: site.offers.map(({ codemod, title, confidence }) => ({ codemod, title, confidence })),
    refusals: site.refusals.map(({ codemod, refused }) => ({ codemod, reason: refused })),
  };
}

/** Lines and columns are those of the file before. */
function toPlace({ path, problem, onDisk }: Site): object {
  return {
    filePath: path,
    line: onDisk.line,
    column: onDisk.column,
    ruleId: `pool/${problem.rule.name}`,
    messageId: problem.finding.message,
    message: problem.text,
  };
}
