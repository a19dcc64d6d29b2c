import type { Problem } from './check-file.ts';
import type { Label } from './code-frame.ts';
import type { Lines } from './lines.ts';

/** The places of a finding that lie in its own file, as labels of a frame. */
export function labelsOf({ finding }: Problem, path: string, lines: Lines): readonly Label[] {
  const steps = finding.path.length > 0 ? finding.path : [{ at: finding.at, label: '' }];
  return steps
    .filter(({ at }) => at.file === path)
    .map(({ at, label }) => ({
      from: lines.positionOf(at.start),
      to: lines.positionOf(at.end),
      text: label,
      isMain: at.start === finding.at.start && at.end === finding.at.end,
    }));
}
