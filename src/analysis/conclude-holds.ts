import { many } from '../drivers/driver.ts';
import { wordsOf } from '../effects/effect.ts';
import type { Node, SourceFile } from '../source/source-file.ts';
import { standsIn } from '../source/walk.ts';
import type { Span } from '../span.ts';
import { isAmbient } from './ambient.ts';
import { callText } from './call-text.ts';
import type { Hold, Hop, Omission, Run, Take, Wait } from './hold-facts.ts';
import type { LeaseSite } from './flow/flow.ts';
import type { HeldWork } from './flow/holds.ts';
import type { Session } from './flow/session.ts';
import { isHandedTo } from './work/handed-to.ts';
import { isSamePool } from './work/pool-work.ts';
import type { Forgotten, Link, PoolWork, Work } from './work/work.ts';
import { spanOf } from './spans.ts';

/** Turns what was done while leases were held into plain facts. */
export function toHolds(session: Session, file: SourceFile): readonly Hold[] {
  const bySite = new Map<LeaseSite, HeldWork[]>();
  for (const held of session.holds.all) {
    for (const site of held.leases) {
      if (site.file !== file || mayBeOver(session, site, held)) continue;
      bySite.set(site, [...(bySite.get(site) ?? []), held]);
    }
  }
  const holds = [...bySite].map(([site, held]) => toHold(session, site, held));
  return holds.toSorted((a, b) => a.acquire.start - b.acquire.start);
}

/** A loop over a collection gave back one by one what it holds; whether it was empty nobody asks. */
function mayBeOver({ notes }: Session, { id }: LeaseSite, { root, at }: HeldWork): boolean {
  const isLater = (release: Node): boolean => at.range[0] < release.range[1];
  return notes
    .picksIn(root, id)
    .some(release => root === undefined || !standsIn(release, root) || !isLater(release));
}

function toHold(session: Session, site: LeaseSite, held: readonly HeldWork[]): Hold {
  const { file, node, type, driver, evidence } = site;
  return {
    name: session.sites.nameOf(site.id),
    package: driver.package,
    type: type.type,
    call: callText(file, node),
    acquire: spanOf(file, node),
    line: file.lineOf(node.range[0]),
    by: site.hold,
    evidence,
    ...(site.usage && { usage: site.usage }),
    isTransaction: isTransaction(session, site),
    isSession: session.holds.isSession(site.id),
    waits: inOrder(held.flatMap(one => waitsIn(file, one))),
    takes: inOrder(held.flatMap(one => takesIn(session, file, site, one))),
  };
}

/** What only a scope gives, what ends by a rollback, and what statements are told by an option. */
function isTransaction(session: Session, { type, driver, hold, lends }: LeaseSite): boolean {
  if (type.release.includes('rollback')) return true;
  // Such a session is only held while its transaction is open.
  const isTold = many(driver.pool).some(pool => pool.carries?.option !== undefined);
  // A function that lends a connection need not have begun anything on it.
  const mayBePlain = lends !== undefined && type.transaction !== undefined && !isTold;
  if (hold === 'scope' && mayBePlain) return session.transactions.begunOn(lends).length > 0;
  if (hold === 'scope') return true;
  if (type.type === '*') return false;
  return type.release.length === 0 || isTold;
}

function waitsIn(file: SourceFile, { at, works, through }: HeldWork): readonly Wait[] {
  return works.flatMap(work =>
    work.k === 'foreign' ? [{ ...placed(file, at, work, through), words: wordsOf(work.kind) }] : [],
  );
}

function takesIn(
  session: Session,
  file: SourceFile,
  site: LeaseSite,
  { at, works, through }: HeldWork,
): readonly Take[] {
  return works.flatMap(work => {
    if (work.k !== 'pool') return [];
    const same = site.origin && isSamePool(site.origin, work.origin);
    if (same === undefined && session.holds.areSeveral(work.origin)) return [];
    if (same !== true && isHandedTo(session.questions, file, at, work.origin)) return [];
    if (same === false || (work.use === 'statement' && isAmbient(session, site))) return [];
    const runs = [work, ...(work.alike ?? [])].map(one => toRun(one, through));
    return [{ ...placed(file, at, work, through), use: work.use, isSamePool: same, runs }];
  });
}

function toRun({ file, node, on, through, forgets }: PoolWork, before: readonly Link[]): Run {
  return {
    at: spanOf(file, node),
    ...(on && { on: { at: spanOf(file, on.node), type: on.type } }),
    steps: [...before, ...through].map(link => ({
      call: spanOf(link.file, link.node),
      into: link.into && spanOf(link.into.file, link.into.node),
    })),
    ...(forgets && { forgets: toOmission(forgets) }),
  };
}

function toOmission({ file, node, given: { position, key } }: Forgotten): Omission {
  return { call: spanOf(file, node), position, ...(key !== undefined && { key }) };
}

function placed(
  file: SourceFile,
  at: Node,
  work: Work,
  through: readonly Link[],
): Pick<Wait, 'at' | 'line' | 'text' | 'through' | 'work'> {
  return {
    at: spanOf(file, at),
    line: file.lineOf(at.range[0]),
    text: callText(work.file, work.node),
    through: [...through, ...work.through].map(toHop),
    work: { file: work.file.path, line: work.file.lineOf(work.node.range[0]) },
  };
}

/** A link of the way as a fact. */
export function toHop({ text, file, node }: Link): Hop {
  return { text, file: file.path, line: file.lineOf(node.range[0]) };
}

/** By place, each thing once. */
function inOrder<T extends { readonly at: Span; readonly text: string }>(
  items: readonly T[],
): readonly T[] {
  const unique = new Map(items.map(item => [`${item.at.start} ${item.text}`, item]));
  return [...unique.values()].toSorted((a, b) => a.at.start - b.at.start);
}
