import type { Node, SourceFile } from '../source/source-file.ts';
import { callText } from './call-text.ts';
import { textOf } from './print.ts';
import { bySureness, describe } from './conclude.ts';
import type { Facts, InvertedGuard, OpenTransaction, Place, UncalledEnd } from './facts.ts';
import type { LeaseSite } from './flow/flow.ts';
import type { Session } from './flow/session.ts';
import { witnessOf } from './flow/trace.ts';
import type { OpenTransactionEnd } from './flow/transactions.ts';
import { spanOf } from './spans.ts';

/** Turns what the flow noted of transactions into plain facts. */
export function toTransactions(
  session: Session,
  file: SourceFile,
): Pick<Facts, 'openTransactions' | 'uncalledEnds' | 'invertedGuards'> {
  return {
    openTransactions: toOpenTransactions(session, file),
    uncalledEnds: toUncalledEnds(session, file),
    invertedGuards: toInvertedGuards(session, file),
  };
}

/** Turns transactions that were open when their connection went back into plain facts, one for each begin. */
function toOpenTransactions(session: Session, file: SourceFile): readonly OpenTransaction[] {
  const byBegin = new Map<Node, OpenTransaction[]>();
  for (const end of session.transactions.ends) {
    const site = session.sites.of(end.lease);
    if (site === undefined) continue;
    const known = byBegin.get(end.begin.at) ?? [];
    byBegin.set(end.begin.at, [...known, toOpenTransaction(session, file, site, end)]);
  }
  const surest = [...byBegin.values()].flatMap(all => all.toSorted(bySureness)[0] ?? []);
  return surest.toSorted((a, b) => a.begin.at.start - b.begin.at.start);
}

/** Turns ends that are read and not called into plain facts. */
function toUncalledEnds(session: Session, file: SourceFile): readonly UncalledEnd[] {
  const found = new Map<Node, UncalledEnd>();
  for (const { site, file: owner, node } of session.transactions.uncalled) {
    const read = node.type === 'AwaitExpression' ? node.argument : node;
    if (owner !== file) continue;
    found.set(node, {
      ...placeOf(file, read, textOf(file, read)),
      package: site.driver.package,
      evidence: site.evidence,
      ...(site.usage && { usage: site.usage }),
      begin: placeOf(site.file, site.node, callText(site.file, site.node)),
    });
  }
  return [...found.values()].toSorted((a, b) => a.at.start - b.at.start);
}

/** Turns tests that are the wrong way round into plain facts. */
function toInvertedGuards(session: Session, file: SourceFile): readonly InvertedGuard[] {
  const found = new Map<Node, InvertedGuard>();
  for (const { site, file: owner, node, end, runs } of session.transactions.guards) {
    if (owner !== file) continue;
    found.set(node, {
      ...placeOf(file, node, textOf(file, node)),
      package: site.driver.package,
      evidence: site.evidence,
      ...(site.usage && { usage: site.usage }),
      end: placeOf(file, end, callText(file, end)),
      runs,
    });
  }
  return [...found.values()].toSorted((a, b) => a.at.start - b.at.start);
}

function toOpenTransaction(
  session: Session,
  file: SourceFile,
  site: LeaseSite,
  end: OpenTransactionEnd,
): OpenTransaction {
  const { begin } = end;
  const { tier, cause, leave } = witnessOf(end.at.trace, end.lease, 'begin');
  return {
    name: session.sites.nameOf(site.id),
    package: site.driver.package,
    evidence: site.evidence,
    ...(site.usage && { usage: site.usage }),
    begin: placeOf(file, begin.at, callText(begin.file, begin.node)),
    givenBack: placeOf(end.file, end.node, callText(end.file, end.node)),
    commits: end.commits,
    isEverEnded: session.transactions.isEverEnded(begin),
    ...(cause && { cause: { file: cause.file.path, ...describe(cause.file, cause.node) } }),
    ...(leave && !cause && { leave: placeOf(leave.file, leave.node, leave.by) }),
    line: file.lineOf(begin.at.range[0]),
    tier,
  };
}

function placeOf(file: SourceFile, node: Node, text: string): Place {
  return { text, at: spanOf(file, node), line: file.lineOf(node.range[0]), file: file.path };
}
