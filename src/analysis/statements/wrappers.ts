import type { Shape } from '../../evidence/shape.ts';
import type { FunctionNode, Node, SourceFile, Variable } from '../../source/source-file.ts';
import { statementNamesOf } from '../flow/method-names.ts';
import type { Questions } from '../flow/questions.ts';
import { unwrap } from '../lower/expressions.ts';
import { isLease } from '../work/borrowers.ts';
import { poolWork } from '../work/pool-work.ts';
import type { PoolWork } from '../work/work.ts';
import { methodName } from '../work/expression.ts';
import { isCertain } from './certain.ts';
import { optionOf } from './text.ts';

type CallNode = Extract<Node, { type: 'CallExpression' }>;

/** A statement that goes to a pool for certain, and the function of the user's own that sends it there. */
export interface Send {
  readonly work: PoolWork;
  readonly wrapper?: FunctionNode;
}

const MAX_DEPTH = 4;

/** How a call sends the statement that is its argument at a position to a pool; `undefined` when it does not, or perhaps not. */
export function sendOf(
  questions: Questions,
  file: SourceFile,
  node: Node,
  position = 0,
  depth = 0,
): Send | undefined {
  const work = position === 0 ? directSend(questions, file, node) : undefined;
  if (work !== undefined) return { work };
  if (node.type !== 'CallExpression' || depth >= MAX_DEPTH) return undefined;
  const called = questions.shapeOf(file, unwrap(node.callee));
  if (called?.kind !== 'function') return undefined;
  const found = sendsOf(questions, called, position, depth);
  const [first] = found.works;
  if (first === undefined) return undefined;
  if (!found.isOpen || isWithoutLease(questions, called, node)) {
    return { work: first, wrapper: called.node };
  }
  return undefined;
}

function directSend(questions: Questions, file: SourceFile, node: Node): PoolWork | undefined {
  const found = questions.acquireOf(file, node);
  const work = poolWork(questions, file, node, found);
  if (work?.use !== 'statement' || !isCertain(questions, file, node)) return undefined;
  return work;
}

/** Where a function sends a parameter: to pools for certain, and perhaps elsewhere. */
interface Sends {
  readonly works: readonly PoolWork[];
  readonly isOpen: boolean;
}

function sendsOf(
  questions: Questions,
  { file, node }: Extract<Shape, { kind: 'function' }>,
  position: number,
  depth: number,
): Sends {
  const works: PoolWork[] = [];
  let isOpen = false;
  const names = statementNamesOf(questions.drivers);
  for (const { call, at } of usesOf(variableAt(file, node, position))) {
    const send = sendOf(questions, file, call, at, depth + 1);
    if (send !== undefined) works.push(send.work);
    else if (names.has(methodName(call) ?? '')) isOpen = true;
  }
  return { works, isOpen };
}

function variableAt(file: SourceFile, owner: FunctionNode, position: number): Variable | undefined {
  const parameter = owner.params[position];
  const name = parameter?.type === 'AssignmentPattern' ? parameter.left : parameter;
  return name?.type === 'Identifier' ? file.variableOf(name) : undefined;
}

/** The calls that are passed a variable, as an argument or as the statement in an object of options. */
function usesOf(
  variable: Variable | undefined,
): readonly { readonly call: CallNode; readonly at: number }[] {
  return (variable?.references ?? []).flatMap(({ identifier }) => {
    let node: Node = identifier;
    const options = node.parent?.type === 'Property' ? node.parent.parent : undefined;
    if (options?.type === 'ObjectExpression' && optionOf(options) === node) node = options;
    const call = node.parent;
    if (call?.type !== 'CallExpression') return [];
    const at = call.arguments.findIndex(argument => argument === node);
    return at === -1 ? [] : [{ call, at }];
  });
}

/** Whether a function that takes a connection if it is given one is given none. */
function isWithoutLease(
  questions: Questions,
  { file, node }: Extract<Shape, { kind: 'function' }>,
  call: CallNode,
): boolean {
  const position = node.params.findIndex(one => isLease(questions.shapeOf(file, one)));
  const hasSpread = call.arguments.some(argument => argument.type === 'SpreadElement');
  return position !== -1 && !hasSpread && call.arguments.length <= position;
}
