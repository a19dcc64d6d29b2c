import { applyEdits, type Edit } from '../../edits/edit.ts';
import type { Decision, Repaired, Site } from './site.ts';
import type { Sources } from './sources.ts';

/** A site with the decision to change something. */
export interface Accepted {
  readonly site: Site;
  readonly decision: Exclude<Decision, { readonly kind: 'leave' }>;
}

/** What became of accepted repairs. */
export interface Merged {
  readonly repaired: readonly Repaired[];
  /** Those that want text which others of the same round have changed. */
  readonly deferred: readonly Accepted[];
  /** All edits that were made, of the text at the start of the round. */
  readonly edits: readonly Edit[];
}

/**
 * Makes the accepted repairs of one round: their edits are all of the text at its start.
 *
 * A repair is made whole or not at all. In the files of `single` only the first is made.
 */
export function merge(
  accepted: readonly Accepted[],
  sources: Sources,
  single: ReadonlySet<string>,
): Merged {
  const edits: Edit[] = [];
  const closed = new Set<string>();
  const repaired: Repaired[] = [];
  const deferred: Accepted[] = [];
  for (const each of accepted) {
    const own = editsOf(each, sources);
    const files = touchedBy(each);
    const isBlocked =
      files.some(file => closed.has(file)) ||
      own.some(edit => edits.some(other => isInTheWay(edit, other))) ||
      wantsOtherFile(each, sources);
    if (isBlocked) {
      deferred.push(each);
      continue;
    }
    for (const { path, text } of each.decision.offer.creates ?? []) sources.set(path, text);
    edits.push(...own);
    for (const file of files) if (single.has(file)) closed.add(file);
    const { offer, kind } = each.decision;
    repaired.push({ site: each.site, offer, isByHand: kind === 'edit' });
  }
  for (const file of new Set(edits.map(({ at }) => at.file))) {
    sources.set(file, applyEdits(sources.textAt(file) ?? '', edits, file));
  }
  return { repaired, deferred, edits };
}

/** The files that a repair edits. */
export function touchedBy({ site, decision }: Accepted): readonly string[] {
  return [...new Set([site.path, ...decision.offer.edits.map(({ at }) => at.file)])];
}

/** What a person wrote is one edit of all that differs. */
function editsOf({ site, decision }: Accepted, sources: Sources): readonly Edit[] {
  const { edits } = decision.offer;
  if (decision.kind === 'take') return edits;
  const old = sources.textAt(site.path) ?? '';
  const { text } = decision;
  let start = 0;
  while (start < text.length && text[start] === old[start]) start++;
  let tail = 0;
  const most = Math.min(text.length, old.length) - start;
  while (tail < most && text.at(-1 - tail) === old.at(-1 - tail)) tail++;
  const at = { file: site.path, start, end: old.length - tail };
  const elsewhere = edits.filter(edit => edit.at.file !== site.path);
  return [...elsewhere, { at, text: text.slice(start, text.length - tail) }];
}

/** Whether two edits cannot be made together: they overlap, or the order of what they insert is open. */
function isInTheWay(a: Edit, b: Edit): boolean {
  if (a.at.file !== b.at.file) return false;
  const isInsertion = a.at.start === a.at.end || b.at.start === b.at.end;
  return isInsertion
    ? a.at.start <= b.at.end && b.at.start <= a.at.end
    : a.at.start < b.at.end && b.at.start < a.at.end;
}

/** Another repair has put other text where this one wants a new file. */
function wantsOtherFile({ decision }: Accepted, sources: Sources): boolean {
  const creates = decision.offer.creates ?? [];
  return creates.some(({ path, text }) => (sources.textAt(path) ?? text) !== text);
}
