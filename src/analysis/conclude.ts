import type { Node, SourceFile } from '../source/source-file.ts';
import type { Span } from '../span.ts';
import type { Lease, OpenExit, Tier } from './facts.ts';
import type { LeaseSite } from './flow/flow.ts';
import type { OpenEnd, Session } from './flow/session.ts';
import { baseOf } from './flow/session.ts';
import { witnessOf } from './flow/trace.ts';
import { textOf } from './print.ts';

/** Turns what the flow noted into plain facts, in the order of the file. */
export function toFacts(session: Session, file: SourceFile): readonly Lease[] {
  const leases: Lease[] = [];
  for (const site of session.sites.values()) {
    if (site.file === file) leases.push(toLease(session, site));
  }
  return leases.toSorted((a, b) => a.acquire.start - b.acquire.start);
}

function toLease(session: Session, site: LeaseSite): Lease {
  const callee = calleeOf(site.node);
  return {
    name: session.nameOf(site.id),
    package: site.driver.package,
    type: site.type.type,
    call: `${textOf(site.file, callee)}()`,
    acquire: spanOf(site.file, callee),
    line: site.file.lineOf(callee.range[0]),
    standalone: site.standalone,
    evidence: site.evidence,
    isEverReleased: session.released.has(site.id),
    releaseBy: site.type.release[0] ?? 'release',
    openExits: openExitsOf(session, site),
  };
}

function openExitsOf(session: Session, site: LeaseSite): readonly OpenExit[] {
  const ends = session.openEnds.filter(end => baseOf(end.lease) === site.id);
  const isReleasedHere = session.released.has(site.id);
  const isDoubtful = !isReleasedHere && session.passed.has(site.id);
  if (isDoubtful) return [];
  const counted = ends.filter(end => !end.isStored || isReleasedHere);
  const exits = counted.map(end => toOpenExit(session, site, end));
  const unique = new Map(exits.map(exit => [`${exit.kind} ${exit.at.start} ${exit.cause?.at.start}`, exit]));
  return [...unique.values()].toSorted(bySureness);
}

const ORDER: readonly Tier[] = ['sure', 'likely', 'possible'];

function bySureness(a: OpenExit, b: OpenExit): number {
  const byTier = ORDER.indexOf(a.tier) - ORDER.indexOf(b.tier);
  const line = (exit: OpenExit): number => exit.cause?.line ?? exit.line;
  return byTier || line(a) - line(b) || a.line - b.line;
}

function toOpenExit(session: Session, site: LeaseSite, end: OpenEnd): OpenExit {
  const { tier, cause, leave, lose } = witnessOf(end.exit.trace, end.lease);
  const { file, owner } = end.graph;
  if (lose !== undefined) {
    return { kind: 'overwrite', ...placeOf(lose.file, lose.node), tier };
  }
  const isGone = end.lease.endsWith('~');
  const kind = isGone ? 'overwrite' : kindOf(session, site, end);
  const at = isGone ? placeOf(site.file, site.node) : exitPlace(file, owner, end, leave ?? cause);
  return { kind, ...at, ...(cause && !isGone && { cause: describe(cause.file, cause.node) }), tier };
}

function kindOf(session: Session, site: LeaseSite, end: OpenEnd): OpenExit['kind'] {
  const isKept = session.nameOf(site.id) !== undefined || session.released.has(site.id);
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

function describe(file: SourceFile, node: Node): NonNullable<OpenExit['cause']> {
  const call = node.type === 'AwaitExpression' ? node.argument : node;
  const isCall = call.type === 'CallExpression' || call.type === 'NewExpression';
  const text = isCall ? `${textOf(file, calleeOf(call))}()` : textOf(file, call);
  return { text, at: spanOf(file, call), line: file.lineOf(call.range[0]) };
}

function calleeOf(node: Node): Node {
  return node.type === 'CallExpression' || node.type === 'NewExpression' ? node.callee : node;
}

function spanOf(file: SourceFile, node: Node): Span {
  const [start, end] = node.range;
  return { file: file.path, start, end };
}
