import { transactionStepOf, type TransactionStep } from '../../analysis/statements/sql.ts';
import { statementText } from '../../analysis/statements/text.ts';
import type { LeaseType } from '../../drivers/driver.ts';
import { propertyName } from '../../source/names.ts';
import type { Node } from '../../source/source-file.ts';
import { nodesIn } from '../../source/walk.ts';
import type { EditSource } from '../source.ts';

/** A call of a function or method. */
export type Call = Extract<Node, { type: 'CallExpression' }>;

/** What a call does to the transaction of the connection. */
export function stepAt(
  call: Call,
  lease: LeaseType | undefined,
  { file }: EditSource,
): TransactionStep | undefined {
  const method = methodOf(call);
  const { begin = [], commit = [], rollback = [] } = lease?.transaction ?? {};
  if (method !== undefined && begin.includes(method)) return 'begin';
  if (method !== undefined && [...commit, ...rollback].includes(method)) return 'end';
  const text = statementText(file, call.arguments[0]);
  return text === undefined ? undefined : transactionStepOf(text);
}

/** Whether a transaction may be open behind some statements that run one after another. */
export function mayBeOpenAfter(
  statements: readonly Node[],
  lease: LeaseType | undefined,
  source: EditSource,
): boolean {
  let isOpen = false;
  for (const statement of statements) {
    const steps = callsIn(statement).flatMap(call => stepAt(call, lease, source) ?? []);
    // What ends one only on some path, or in some branch, may leave it open.
    const isPlain = statement.type === 'ExpressionStatement' && steps.length === 1;
    if (steps.includes('begin')) isOpen = true;
    else if (steps.includes('end') && isPlain) isOpen = false;
  }
  return isOpen;
}

/** The calls in a node. */
export function callsIn(node: Node): readonly Call[] {
  return nodesIn(node).filter((one): one is Call => one.type === 'CallExpression');
}

/** The name of the method that is called. */
export function methodOf({ callee }: Call): string | undefined {
  return callee.type === 'MemberExpression' ? propertyName(callee) : undefined;
}
