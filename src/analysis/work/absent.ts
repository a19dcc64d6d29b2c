import type { FunctionNode, Node, SourceFile } from '../../source/source-file.ts';
import { isWithin } from '../../source/walk.ts';
import { isNothing } from '../../evidence/shapes.ts';
import type { Questions } from '../flow/questions.ts';
import { givenBy, peel } from './given.ts';
import type { Given } from './given.ts';
import { lackedAt, leaves, neededAt } from './needed.ts';
import { askedStorages } from './storage.ts';
import type { PoolWork, Work } from './work.ts';

/** A test of something, and whether it is true when nothing is there. */
interface Question {
  readonly of: Node;
  readonly isAbsence: boolean;
}

/**
 * Marks work of a function that depends on what its caller passes: done only with nothing
 * (`tx ? run(tx) : pool.transaction(run)`, `if (tx) return run(tx)` with the same behind it), or only
 * with something (`if (options?.url) await fetch(options.url)`).
 */
export function whereAsked(
  questions: Questions,
  file: SourceFile,
  owner: FunctionNode,
  works: readonly Work[],
): readonly Work[] {
  return works.flatMap((work): readonly Work[] => {
    const node = work.through[0]?.node ?? work.node;
    const asked = whereNeeded(questions, file, owner, node, work);
    const given = asked.k === 'pool' ? absentAt(file, owner, node) : undefined;
    return asked.k !== 'pool' || given === undefined ? [asked] : onlyWithout(asked, given);
  });
}

/** Marks work at a node of a function with what its caller has to pass, and not to pass or store, for it to be done. */
export function whereNeeded(
  questions: Questions,
  file: SourceFile,
  owner: FunctionNode,
  node: Node,
  work: Work,
): Work {
  const needs = [...(work.needs ?? []), ...neededAt(file, owner, node)];
  const lacks = [...(work.lacks ?? []), ...lackedAt(file, owner, node)];
  const stored = [...(work.stored ?? []), ...askedStorages(questions, file, owner, node)];
  return {
    ...work,
    ...(needs.length > 0 && { needs }),
    ...(lacks.length > 0 && { lacks }),
    ...(stored.length > 0 && { stored }),
  };
}

/** Where two things have to be absent, nobody here knows both. */
function onlyWithout(work: PoolWork, given: Given): readonly PoolWork[] {
  const { origin } = work;
  return origin.given === undefined ? [{ ...work, origin: { ...origin, given } }] : [];
}

/** The parameter that holds nothing where a node of the function runs. */
function absentAt(file: SourceFile, owner: FunctionNode, node: Node): Given | undefined {
  for (let here = node; here !== owner && here.parent; here = here.parent) {
    const given = absentIn(file, owner, here, here.parent);
    if (given !== undefined) return given;
  }
  return undefined;
}

function absentIn(
  file: SourceFile,
  owner: FunctionNode,
  here: Node,
  parent: Node,
): Given | undefined {
  if (parent.type === 'IfStatement' || parent.type === 'ConditionalExpression') {
    return absentBranch(file, owner, parent, here);
  }
  if (parent.type !== 'BlockStatement') return undefined;
  for (const statement of parent.body) {
    if (statement === here) return undefined;
    if (statement.type !== 'IfStatement' || !leaves(statement.consequent)) continue;
    const rest = parent.body.slice(parent.body.indexOf(statement) + 1);
    const given = absentUnless(file, owner, statement.test, statement.consequent, rest);
    if (given !== undefined) return given;
  }
  return undefined;
}

function absentBranch(
  file: SourceFile,
  owner: FunctionNode,
  { test, consequent, alternate }: Extract<Node, { type: 'IfStatement' | 'ConditionalExpression' }>,
  here: Node,
): Given | undefined {
  if (here === alternate) return absentUnless(file, owner, test, consequent, [alternate]);
  const asked = questionIn(test);
  if (here !== consequent || !asked.isAbsence || alternate === null) return undefined;
  return handleIn(file, owner, asked.of, alternate, [consequent]);
}

/** What a test asks for, where it is there on one side only and nothing on the other. */
function absentUnless(
  file: SourceFile,
  owner: FunctionNode,
  test: Node,
  present: Node,
  absent: readonly Node[],
): Given | undefined {
  const asked = questionIn(test);
  return asked.isAbsence ? undefined : handleIn(file, owner, asked.of, present, absent);
}

/** A parameter that is worked with where it is there, and not named where it is not. */
function handleIn(
  file: SourceFile,
  owner: FunctionNode,
  node: Node,
  present: Node,
  absent: readonly Node[],
): Given | undefined {
  const given = givenBy(file, node);
  const root = node.type === 'MemberExpression' ? peel(node.object) : node;
  if (given?.owner !== owner || root.type !== 'Identifier') return undefined;
  const references = file.variableOf(root)?.references ?? [];
  const isNamedIn = (where: Node): boolean =>
    references.some(({ identifier }) => isWithin(where, identifier));
  return isNamedIn(present) && !absent.some(isNamedIn) ? given : undefined;
}

/** `tx`, `!tx`, `tx == null`, `tx !== undefined`. */
function questionIn(test: Node): Question {
  const node = peel(test);
  if (node.type === 'UnaryExpression' && node.operator === '!') {
    const { of, isAbsence } = questionIn(node.argument);
    return { of, isAbsence: !isAbsence };
  }
  if (node.type === 'BinaryExpression' && isNothing(node.right)) {
    if (/^===?$/.test(node.operator)) return { of: peel(node.left), isAbsence: true };
    if (/^!==?$/.test(node.operator)) return { of: peel(node.left), isAbsence: false };
  }
  return { of: node, isAbsence: false };
}
