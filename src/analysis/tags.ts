import { dirname, relative } from 'node:path';
import type { Driver } from '../drivers/driver.ts';
import type { TagProblem } from '../evidence/declared.ts';
import { declaredAbove } from '../evidence/declared.ts';
import { commentAbove } from '../evidence/jsdoc.ts';
import type { Shape } from '../evidence/shape.ts';
import type { Node, SourceFile } from '../source/source-file.ts';
import { functionAround, isFunction, nodesIn } from '../source/walk.ts';
import type { MetProblem } from './flow/declarations.ts';

/** Tags for the analysis, misspelt ones too. */
const SPELLED = '(?:ac*qu?i+r|rel+e?a?s|bor+ow?)';
const TAGS = new RegExp(`@${SPELLED}`);
const TAG = new RegExp(`^${SPELLED}`);

/** Whether a text has what may be a tag for the analysis in it. */
export function isTagged(text: string): boolean {
  return TAGS.test(text);
}

/** Whether one of the words behind an at sign may be a tag for the analysis. */
export function hasTag(marks: ReadonlySet<string>): boolean {
  for (const mark of marks) if (TAG.test(mark)) return true;
  return false;
}

/** The tags above a file's own functions that say nothing, because they are misspelt or a name in them is wrong. */
export function tagProblemsIn(file: SourceFile, drivers: readonly Driver[]): readonly TagProblem[] {
  const problems: TagProblem[] = [];
  for (const node of nodesIn(file.program)) {
    const shape = shapeOf(file, node);
    if (shape === undefined || isInsideOfCommented(file, node)) continue;
    declaredAbove(shape, drivers, (_, problem) => problems.push(problem));
  }
  return problems;
}

/** A wrong tag of another file, told at the import that leads to it. */
export function wordMet({ owner, problem, caller, callee }: MetProblem): TagProblem {
  const name = relative(dirname(caller.path), owner.path).replaceAll('\\', '/');
  const line = owner.lineOf(problem.node.range[0]);
  return { node: importOf(caller, callee), text: `In ${name}, line ${line}: ${problem.text}` };
}

function shapeOf(file: SourceFile, node: Node): Shape | undefined {
  if (isFunction(node)) return { kind: 'function', file, node };
  switch (node.type) {
    case 'TSFunctionType':
    case 'TSMethodSignature':
    case 'TSDeclareFunction':
    case 'TSEmptyBodyFunctionExpression':
      return { kind: 'signature', file, node };
    default:
      return undefined;
  }
}

/** Functions that a function gives or has as a default stand below its comment too. */
function isInsideOfCommented(file: SourceFile, node: Node): boolean {
  const outer = functionAround(node);
  if (!isFunction(outer)) return false;
  const comment = commentAbove(file, node);
  return comment !== undefined && comment === commentAbove(file, outer);
}

/** The import, or the `require()`, of the name that a callee begins with; else the callee. */
function importOf(file: SourceFile, callee: Node): Node {
  let root = callee;
  while (root.type === 'MemberExpression') root = root.object;
  const definition = root.type === 'Identifier' ? file.variableOf(root)?.defs[0] : undefined;
  if (definition?.type === 'ImportBinding') return definition.parent ?? callee;
  const isRequired =
    definition?.node.type === 'VariableDeclarator' &&
    definition.node.init?.type === 'CallExpression';
  return isRequired ? definition.node : callee;
}
