import { bindingOf } from '../../evidence/patterns.ts';
import { isNothing } from '../../evidence/shapes.ts';
import type { FunctionNode, Node, SourceFile } from '../../source/source-file.ts';
import { constantOf } from '../../source/constants.ts';
import { givenThrough, peel, writtenBefore } from './given.ts';
import type { Given } from './given.ts';

/** The parameters, and properties of parameters, that are there for certain where a node of the function runs. */
export function neededAt(file: SourceFile, owner: FunctionNode, node: Node): readonly Given[] {
  return decidedAt(file, owner, node)
    .flatMap(presentBy)
    .flatMap(one => asGiven(file, owner, one));
}

/** Those that are not there for certain: with them, control does not come to the node. */
export function lackedAt(file: SourceFile, owner: FunctionNode, node: Node): readonly Given[] {
  return decidedAt(file, owner, node)
    .flatMap(missingBy)
    .flatMap(one => asGiven(file, owner, one));
}

/** An expression that was asked about where a node of a function runs. */
export interface Asked {
  readonly of: Node;
  /** It is nothing, or false, for certain. */
  readonly isMissing: boolean;
  /** It was compared with something. */
  readonly isCompared: boolean;
}

/** What was asked about, with one answer for certain, where a node of a function, or of a statement, runs. */
export function askedAt(file: SourceFile, owner: Node, node: Node): readonly Asked[] {
  return decidedAt(file, owner, node).map(([test, outcome]) => {
    if (test.type !== 'BinaryExpression') {
      return { of: test, isMissing: !outcome, isCompared: false };
    }
    const isNothingThere = isNothingTest(test, outcome);
    const isMissing = isNothingThere === true;
    return { of: test.left, isMissing, isCompared: isNothingThere === undefined };
  });
}

/** The plain tests that went one way where a node of the function runs. */
function decidedAt(file: SourceFile, owner: Node, node: Node): readonly Outcome[] {
  const outcomes: Outcome[] = [];
  for (let here = node; here !== owner && here.parent; here = here.parent) {
    outcomes.push(...testsBefore(here, here.parent));
  }
  return outcomes.flatMap(one => decidedIn(file, one));
}

/** An expression that is there, or a property of it that is. */
interface Present {
  readonly of: Node;
  readonly key?: string;
}

type Outcome = readonly [test: Node, outcome: boolean];

/** The tests between a node's parent and the node, and how they went. */
function testsBefore(here: Node, parent: Node): readonly Outcome[] {
  switch (parent.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
      return here === parent.test ? [] : [[parent.test, here === parent.consequent]];
    case 'LogicalExpression':
      if (here !== parent.right) return [];
      return [[parent.left, parent.operator === '&&']];
    case 'BlockStatement':
      return parent.body.flatMap((one, index): readonly Outcome[] => {
        const isEarlier = index < parent.body.findIndex(other => other === here);
        const isLeft = one.type === 'IfStatement' && leaves(one.consequent);
        return isEarlier && isLeft ? [[one.test, false]] : [];
      });
    default:
      return [];
  }
}

/** The plain tests of which a test is made that went one way for certain. */
function decidedIn(file: SourceFile, [test, outcome]: Outcome): readonly Outcome[] {
  const node = peel(test);
  switch (node.type) {
    case 'UnaryExpression':
      return node.operator === '!' ? decidedIn(file, [node.argument, !outcome]) : [];
    case 'LogicalExpression':
      // `options.tx ?? undefined` is there when that is.
      if (node.operator === '??' && isNothing(node.right)) {
        return decidedIn(file, [node.left, outcome]);
      }
      if (node.operator !== (outcome ? '&&' : '||')) return [];
      return [node.left, node.right].flatMap(one => decidedIn(file, [one, outcome]));
    case 'BinaryExpression':
    case 'CallExpression':
      return [[node, outcome]];
    case 'Identifier':
    case 'MemberExpression': {
      const condition = conditionIn(file, node);
      return condition === undefined ? [[node, outcome]] : decidedIn(file, [condition, outcome]);
    }
    default:
      return [];
  }
}

/** What is there when a plain test goes one way. */
function presentBy([test, outcome]: Outcome): readonly Present[] {
  if (test.type !== 'BinaryExpression') return outcome ? [{ of: test }] : [];
  const { operator, left, right } = test;
  if (operator === 'in' && outcome && left.type === 'Literal') {
    return [{ of: right, key: String(left.value) }];
  }
  return isNothingTest(test, outcome) === false ? [{ of: left }] : [];
}

/** What is not there, or false, when a plain test goes one way. */
function missingBy([test, outcome]: Outcome): readonly Present[] {
  if (test.type !== 'BinaryExpression') return outcome ? [] : [{ of: test }];
  return isNothingTest(test, outcome) === true ? [{ of: test.left }] : [];
}

/** `x != null`, `x === undefined`: whether `x` is nothing then; `undefined` for other comparisons. */
function isNothingTest(
  { operator, right }: Extract<Node, { type: 'BinaryExpression' }>,
  outcome: boolean,
): boolean | undefined {
  if (!/^[=!]==?$/.test(operator) || !isNothing(right)) return undefined;
  return operator.startsWith('=') === outcome;
}

/** `const isAsked = options.url !== undefined && …`: the condition that a constant holds. */
function conditionIn(file: SourceFile, node: Node): Node | undefined {
  const held = node.type === 'Identifier' ? constantOf(file, node) : undefined;
  const isCondition = /^(?:Logical|Binary|Unary)Expression$/.test(held?.type ?? '');
  return isCondition ? held : undefined;
}

/** What a caller may leave out: a parameter, or a property of one, that nothing stands in for. */
export function leftOut(file: SourceFile, of: Node, key?: string): Given | undefined {
  const owner = givenThrough(file, of)?.owner;
  const present = { of, ...(key !== undefined && { key }) };
  return owner && asGiven(file, owner, present)[0];
}

/** As what a caller passes; what has a default or is written to is there without that. */
function asGiven(file: SourceFile, owner: FunctionNode, { of, key }: Present): readonly Given[] {
  const given = givenThrough(file, of);
  if (given?.owner !== owner || (key !== undefined && given.key !== undefined)) return [];
  const inner = peel(of);
  const root = inner.type === 'MemberExpression' ? peel(inner.object) : inner;
  const variable = file.variableOf(root);
  const name = variable?.defs[0]?.name;
  if (name === undefined || writtenBefore(variable, root).some(one => one !== name)) return [];
  const pattern = owner.params[given.position] ?? name;
  const outer = pattern.type === 'AssignmentPattern' ? pattern.right : undefined;
  if (isSomething(bindingOf(name).fallback) || isSomething(outer)) return [];
  return [key === undefined ? given : { ...given, key }];
}

/** A default that has something: `options = {}` has nothing in it. */
function isSomething(fallback: Node | undefined): boolean {
  if (fallback === undefined || isNothing(fallback)) return false;
  return fallback.type !== 'ObjectExpression' || fallback.properties.length > 0;
}

/** Whether control does not come out behind a statement. */
export function leaves(statement: Node): boolean {
  if (statement.type === 'BlockStatement') {
    const last = statement.body.at(-1);
    return last !== undefined && leaves(last);
  }
  return statement.type === 'ReturnStatement' || statement.type === 'ThrowStatement';
}
