import type { Node, SourceFile } from '../source/source-file.ts';
import type { Span } from '../span.ts';
import { callText } from './call-text.ts';
import type { Place, PoolStatement } from './facts.ts';
import type { Session } from './flow/session.ts';
import { functionAround, nodesIn } from '../source/walk.ts';
import { MAY_BE_OF_SESSION, sessionWordsOf, transactionStepOf } from './statements/sql.ts';
import { statementText } from './statements/text.ts';
import type { Send } from './statements/wrappers.ts';
import { sendOf } from './statements/wrappers.ts';
import { isSamePool } from './work/pool-work.ts';

/** A call that sends a statement, and which of its arguments that is. */
interface Sent {
  readonly node: Node;
  readonly text: string;
  readonly position: number;
}

/** The statements of a file that are for their session, and go through a pool: each to any connection. */
export function toPoolStatements(session: Session, file: SourceFile): readonly PoolStatement[] {
  if (!MAY_BE_OF_SESSION.test(file.text)) return [];
  const calls = [...nodesIn(file.program)].filter(isCall);
  const sent = calls.flatMap(node => statementsOf(file, node));
  const candidates = sent.filter(({ text }) => sessionWordsOf(text) !== undefined);
  session.questions.prepare(
    file,
    candidates.flatMap(({ node }) => receiversOf(node)),
  );
  return candidates.flatMap(one => {
    const send = sendOf(session.questions, file, one.node, one.position);
    return send === undefined ? [] : [toPoolStatement(session, file, calls, one, send)];
  });
}

function isCall(node: Node): boolean {
  return node.type === 'CallExpression' || node.type === 'TaggedTemplateExpression';
}

function statementsOf(file: SourceFile, node: Node): readonly Sent[] {
  const args = node.type === 'CallExpression' ? node.arguments : [node];
  return args.flatMap((argument, position) => {
    const text = statementText(file, argument);
    return text === undefined ? [] : [{ node, text, position }];
  });
}

function receiversOf(node: Node): readonly Node[] {
  if (node.type === 'TaggedTemplateExpression') return [node.tag];
  if (node.type !== 'CallExpression') return [];
  return node.callee.type === 'MemberExpression' ? [node.callee.object] : [node.callee];
}

function toPoolStatement(
  session: Session,
  file: SourceFile,
  calls: readonly Node[],
  { node, text }: Sent,
  send: Send,
): PoolStatement {
  const begins = transactionStepOf(text) === 'begin';
  const next = begins ? nextStatement(session, file, calls, node, send) : undefined;
  const { work, wrapper } = send;
  return {
    package: work.origin.package,
    evidence: 'creation',
    words: sessionWordsOf(text) ?? '',
    ...placeOf(file, node),
    ...(wrapper && { sentBy: placeOf(work.file, work.node) }),
    ...(next && { next: placeOf(file, next) }),
  };
}

/** The first statement behind a begin that goes to the same pool, before the transaction ends. */
function nextStatement(
  session: Session,
  file: SourceFile,
  calls: readonly Node[],
  begin: Node,
  first: Send,
): Node | undefined {
  const owner = functionAround(begin);
  for (const node of calls) {
    if (node.range[0] < begin.range[1] || functionAround(node) !== owner) continue;
    const [text] = statementsOf(file, node);
    const send = sendOf(session.questions, file, node);
    if (send === undefined || !isSameWay(first, send)) continue;
    const step = text && transactionStepOf(text.text);
    if (step === 'end') return undefined;
    if (step === undefined) return node;
  }
  return undefined;
}

function isSameWay(one: Send, other: Send): boolean {
  if (one.wrapper !== other.wrapper) return false;
  return isSamePool(one.work.origin, other.work.origin) !== false;
}

function placeOf(file: SourceFile, node: Node): Place {
  const [start, end] = node.range;
  const at: Span = { file: file.path, start, end };
  return { text: callText(file, node), at, line: file.lineOf(start), file: file.path };
}
