import type { Node, SourceFile } from '../source/source-file.ts';
import { anchorOf, callText } from './call-text.ts';
import type { Lease, OpenExit, Tier } from './facts.ts';
import type { LeaseSite } from './flow/flow.ts';
import type { OpenEnd } from './flow/notes.ts';
import type { Session } from './flow/session.ts';
import { baseOf } from './flow/sites.ts';
import type { Witness } from './flow/trace.ts';
import { witnessOf } from './flow/trace.ts';
import { giveBackOf } from './give-back.ts';
import { handlingOf } from './handling.ts';
import { soleStatementOf } from './sole-statement.ts';
import { spanOf } from './spans.ts';

/** The functions on a lease's way; `undefined` where nobody wants to know. */
type FunctionsFor = (lease: string) => Lease['functions'];

/** Turns what the flow noted into plain facts, in the order of the file. */
export function toFacts(
  session: Session,
  file: SourceFile,
  functionsFor: FunctionsFor,
): readonly Lease[] {
  const leases: Lease[] = [];
  for (const site of [...session.sites.all()]) {
    if (site.file !== file || site.hold !== 'own') continue;
    const lease = toLease(session, site);
    if (leases.some(one => isToldBy(one, lease))) continue;
    const functions = lease.openExits.length > 0 ? functionsFor(site.id) : undefined;
    leases.push({ ...lease, ...(functions && { functions }) });
  }
  return leases.toSorted((a, b) => a.acquire.start - b.acquire.start);
}

/** A call that may give either of two kinds of connection, and leaks both, leaks once. */
function isToldBy(one: Lease, { acquire, openExits }: Lease): boolean {
  const isSame = one.acquire.start === acquire.start && one.acquire.end === acquire.end;
  return isSame && one.openExits.length > 0 && openExits.length > 0;
}

function toLease(session: Session, site: LeaseSite): Lease {
  const anchor = anchorOf(site.file, site.node);
  const sole = soleStatementOf(session, site);
  return {
    name: session.sites.nameOf(site.id),
    package: site.driver.package,
    type: site.type.type,
    call: callText(site.file, site.node),
    acquire: spanOf(site.file, anchor),
    line: site.file.lineOf(anchor.range[0]),
    standalone: site.standalone,
    evidence: site.evidence,
    ...(site.usage && { usage: site.usage }),
    isEverReleased: isEverReleased(session, site),
    isGivenAway: session.notes.isGivenAway(site.id),
    isInCallback: site.isInCallback ?? false,
    giveBack: giveBackOf(session, site),
    handling: handlingOf(session, site),
    openExits: openExitsOf(session, site),
    ...(sole && { sole }),
  };
}

function openExitsOf(session: Session, site: LeaseSite): readonly OpenExit[] {
  const ends = session.notes.openEnds.filter(
    end => baseOf(end.lease) === site.id && counts(session, site, end),
  );
  const exits = ends.map(end => toOpenExit(session, site, end));
  const unique = new Map(
    exits.map(exit => [`${exit.kind} ${exit.at.start} ${exit.cause?.at.start}`, exit]),
  );
  return [...unique.values()].toSorted(bySureness);
}

/** Who keeps a lease for somebody else, or shows it to somebody unseen, only leaks what it meant to release. */
function counts(session: Session, site: LeaseSite, end: OpenEnd): boolean {
  // One picked out of a collection and given back: a loop may well have reached them all.
  if (session.notes.isPickedIn(end.root, site.id)) return false;
  if (end.isStored && isKeptOnPurpose(session, site, end)) return false;
  if (session.notes.isReleasedIn(end.root, site.id)) return true;
  return !end.isStored && !session.notes.isDoubtedIn(end.root, site.id);
}

/** Where nothing throws, the lease stays in a place that outlives the function: that is what it is for. */
function isKeptOnPurpose(session: Session, site: LeaseSite, { root }: OpenEnd): boolean {
  return session.notes.openEnds.some(
    end =>
      end.root === root &&
      end.isStored &&
      baseOf(end.lease) === site.id &&
      witnessOf(end.exit.trace, end.origin ?? end.lease).cause === undefined,
  );
}

function isEverReleased(session: Session, site: LeaseSite): boolean {
  const ends = session.notes.openEnds.filter(end => baseOf(end.lease) === site.id);
  return ends.some(end => session.notes.isReleasedIn(end.root, site.id));
}

const ORDER: readonly Tier[] = ['sure', 'likely', 'possible'];

/** What decides which way out is told. */
type Ranked = Pick<OpenExit, 'tier' | 'cause' | 'line'>;

/** Puts the surest and earliest first. */
export function bySureness(a: Ranked, b: Ranked): number {
  const byTier = ORDER.indexOf(a.tier) - ORDER.indexOf(b.tier);
  // What leaks every time is worse than what leaks when something throws.
  const byCause = Number(a.cause !== undefined) - Number(b.cause !== undefined);
  const line = (exit: Ranked): number => exit.cause?.line ?? exit.line;
  return byTier || byCause || line(a) - line(b) || a.line - b.line;
}

function toOpenExit(session: Session, site: LeaseSite, end: OpenEnd): OpenExit {
  if (end.field !== undefined) {
    return { kind: end.field.kind, ...placeOf(end.graph.file, end.field.node), tier: 'likely' };
  }
  const witness = witnessOf(end.exit.trace, end.origin ?? end.lease);
  const { tier, cause, lose } = witness;
  const leave = end.origin === undefined ? witness.leave : witness.firstLeave;
  const { file, owner } = end.graph;
  if (lose !== undefined) {
    return { kind: 'overwrite', ...placeOf(lose.file, lose.node), tier };
  }
  if (end.lease.endsWith('~')) return comesAgain(site, leave, tier);
  const at = exitPlace(file, owner, end, leave ?? cause);
  const kind = leave?.by === 'yield' && cause === undefined ? 'yield' : kindOf(session, site, end);
  return { kind, ...at, ...(cause && { cause: describe(cause.file, cause.node) }), tier };
}

/** A loop acquires once more while the last round's lease is still open. */
function comesAgain(site: LeaseSite, leave: Witness['leave'], tier: Tier): OpenExit {
  if (leave?.by === 'continue')
    return { kind: 'continue', ...placeOf(leave.file, leave.node), tier };
  return { kind: 'again', ...placeOf(site.file, site.node), tier };
}

function kindOf(session: Session, site: LeaseSite, end: OpenEnd): OpenExit['kind'] {
  const { notes, sites } = session;
  const isKept =
    sites.nameOf(site.id) !== undefined ||
    notes.isReleasedIn(end.root, site.id) ||
    notes.isCollected(site.id);
  return isKept ? end.exit.kind : 'discard';
}

type Place = Pick<OpenExit, 'at' | 'line'>;

function placeOf(file: SourceFile, node: Node): Place {
  return { at: spanOf(file, node), line: file.lineOf(node.range[0]) };
}

/** The statement that leaves, the step that throws out of the function, or its closing brace. */
function exitPlace(
  file: SourceFile,
  owner: Node,
  end: OpenEnd,
  leave: { readonly file: SourceFile; readonly node: Node } | undefined,
): Place {
  if (leave !== undefined && end.exit.kind !== 'end') return placeOf(leave.file, leave.node);
  const stop = owner.range[1];
  return { at: { file: file.path, start: stop - 1, end: stop }, line: file.lineOf(stop - 1) };
}

/** A step that throws, in words. */
export function describe(file: SourceFile, node: Node): NonNullable<OpenExit['cause']> {
  const call = subjectOf(node);
  const anchor = anchorOf(file, call);
  return {
    text: callText(file, call).replaceAll('`', "'"),
    at: spanOf(file, call),
    line: file.lineOf(anchor.range[0]),
  };
}

/** What is waited for. */
function subjectOf(node: Node): Node {
  if (node.type === 'AwaitExpression') return node.argument;
  return node.type === 'ForOfStatement' ? node.right : node;
}
