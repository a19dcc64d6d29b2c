import type { Node, SourceFile } from '../source/source-file.ts';
import { callText } from './call-text.ts';
import { describe } from './conclude.ts';
import { toHop } from './conclude-holds.ts';
import { giveBackOf } from './give-back.ts';
import type { LeaseSite } from './flow/flow.ts';
import type { Session } from './flow/session.ts';
import type { Batch as SeenBatch, LateUse as SeenUse } from './flow/uses.ts';
import type { Batch, LateUse, Named } from './use-facts.ts';
import type { Link } from './work/work.ts';
import { spanOf } from './spans.ts';

/** Uses after a release as plain facts: of each release the surest and earliest. */
export function toLateUses(session: Session, file: SourceFile): readonly LateUse[] {
  const own = session.uses.late.filter(({ site }) => site.file === file);
  const found = new Map<string, LateUse>();
  for (const use of own.map(one => toLateUse(session, one)).toSorted(bySureness)) {
    const key = isTooEarly(use) ? use.at.start : use.release.at.start;
    if (!found.has(`${use.acquire.start} ${key}`)) found.set(`${use.acquire.start} ${key}`, use);
  }
  return [...found.values()].toSorted((a, b) => a.at.start - b.at.start);
}

/** Statements that are waited for together, as plain facts. */
export function toBatches(session: Session, file: SourceFile): readonly Batch[] {
  const own = session.uses.batches.filter(({ site }) => site.file === file);
  const facts = own.map(batch => toBatch(session, batch));
  const unique = new Map(facts.map(fact => [`${fact.at.start} ${fact.acquire.start}`, fact]));
  return [...unique.values()].toSorted((a, b) => a.at.start - b.at.start);
}

/** It is the release that comes too early, and not the use that comes too late. */
function isTooEarly({ kind }: LateUse): boolean {
  return kind !== 'again' && kind !== 'used';
}

const TIERS = ['sure', 'likely', 'possible'];

function bySureness(a: LateUse, b: LateUse): number {
  const byCause = Number(a.cause !== undefined) - Number(b.cause !== undefined);
  return TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier) || byCause || a.at.start - b.at.start;
}

function toLateUse(session: Session, use: SeenUse): LateUse {
  const { site, kind, release, witness } = use;
  const { cause, tier } = witness;
  return {
    ...named(session, site),
    ...placed(site.file, use),
    kind,
    giveBack: giveBackOf(session, site),
    release: {
      text: callText(release.file, release.node),
      file: release.file.path,
      line: release.file.lineOf(release.node.range[0]),
      at: spanOf(release.file, release.node),
    },
    ...(cause && { cause: describe(cause.file, cause.node) }),
    tier,
  };
}

function toBatch(session: Session, batch: SeenBatch): Batch {
  return { ...named(session, batch.site), ...placed(batch.site.file, batch) };
}

function named(session: Session, site: LeaseSite): Named {
  const { file, node, driver, type, evidence } = site;
  return {
    name: session.sites.nameOf(site.id),
    package: driver.package,
    type: type.type,
    call: callText(file, node),
    acquire: spanOf(file, node),
    by: site.hold,
    evidence,
    ...(site.usage && { usage: site.usage }),
  };
}

interface Placed {
  readonly at: Node;
  readonly file: SourceFile;
  readonly node: Node;
  readonly through: readonly Link[];
}

function placed(file: SourceFile, { at, file: inner, node, through }: Placed) {
  return {
    at: spanOf(file, at),
    line: file.lineOf(at.range[0]),
    text: callText(inner, node),
    through: through.map(toHop),
  };
}
