import { dirname, join } from 'node:path';
import { identifierName, requiredSpecifier } from '../../source/names.ts';
import type { Node, Variable } from '../../source/source-file.ts';
import { nodesIn } from '../../source/walk.ts';
import type { NoWay } from '../hold/way.ts';
import { lineEnd } from '../lines.ts';
import type { EditSource } from '../source.ts';

/** Why what makes a pool would not be the same, or not yet be known, when its module is loaded. */
export function whyNotOutside(made: Node, source: EditSource): string | undefined {
  for (const node of nodesIn(made)) {
    if (node === made) continue;
    if (node.type === 'CallExpression' && !isConversion(node.callee)) {
      return 'What it is told is worked out by a call, which may give something else each time.';
    }
    if (OF_CALL.has(node.type)) return 'What it is told belongs to the call of its function.';
  }
  const local = variablesOf(made, source).find(one => !isOfModule(one, source));
  if (local !== undefined) return `It needs \`${local.name}\`, which belongs to its function.`;
  const readsEnvironment = nodesIn(made).some(node => identifierName(node) === 'process');
  return readsEnvironment && mayBeLoadedLate(source)
    ? '`dotenv` may set the environment only after this module is loaded.'
    : undefined;
}

const OF_CALL: ReadonlySet<string> = new Set([
  'ThisExpression',
  'AwaitExpression',
  'YieldExpression',
  'Super',
  'ArrowFunctionExpression',
  'FunctionExpression',
  'AssignmentExpression',
  'UpdateExpression',
]);

function isConversion(callee: Node): boolean {
  return /^(?:Number|String|Boolean|parseInt|parseFloat)$/.test(identifierName(callee) ?? '');
}

function variablesOf(made: Node, { file }: EditSource): readonly Variable[] {
  return nodesIn(made).flatMap(node =>
    node.type === 'Identifier' ? (file.variableOf(node) ?? []) : [],
  );
}

/** A constant or an import of the whole module; what is assigned later may be another one then. */
function isOfModule(variable: Variable, { file }: EditSource): boolean {
  const { defs, references, name } = variable;
  // A name that nothing declares is a global.
  if (defs.length === 0) return true;
  if (file.topLevel(name) !== variable) return false;
  return references.every(one => !one.isWrite() || one.identifier === defs[0]?.name);
}

/** Whether the project reads its environment from a file, and this module does not wait for that. */
function mayBeLoadedLate({ file, textAt }: EditSource): boolean {
  if (/^\s*(?:import\s+['"]dotenv\/config|require\(['"]dotenv\/config)/m.test(file.text))
    return false;
  for (let folder = dirname(file.path); ; folder = dirname(folder)) {
    const text = textAt(join(folder, 'package.json'));
    if (text !== undefined) return /"dotenv(?:-\w+)?"/.test(text);
    if (dirname(folder) === folder) return false;
  }
}

/** Where a pool can be made outside: behind the imports and the constants that it needs. */
export function findPlace(made: Node, source: EditSource): { readonly behind: number } | NoWay {
  const { file } = source;
  const { body } = file.program;
  const needed = variablesOf(made, source).flatMap(({ defs }) => defs.map(({ name }) => name));
  const last = body.findLast(
    statement =>
      isImport(statement) ||
      needed.some(one => statement.range[0] <= one.range[0] && one.range[1] <= statement.range[1]),
  );
  const holding = body.find(one => one.range[0] <= made.range[0] && made.range[1] <= one.range[1]);
  if (last === undefined || holding === undefined) return { reason: 'Nothing is imported here.' };
  if (last.range[1] > holding.range[0]) {
    return { reason: 'What it needs is declared behind its function.' };
  }
  const behind = lineEnd(file.text, last.range[1]);
  const isAlone = /^\s*;?\s*(?:\/\/.*)?$/.test(file.text.slice(last.range[1], behind));
  return isAlone ? { behind } : { reason: 'The imports share lines with other statements.' };
}

function isImport(statement: Node): boolean {
  if (statement.type === 'ImportDeclaration') return true;
  return (
    statement.type === 'VariableDeclaration' &&
    statement.declarations.every(({ init }) => nodesIn(init ?? statement).some(isRequire))
  );
}

function isRequire(node: Node): boolean {
  return requiredSpecifier(node) !== undefined;
}
