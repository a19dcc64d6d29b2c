import type { FunctionNode, Node, SourceFile, Variable } from '../../source/source-file.ts';
import { functionAround, isFunction } from '../../source/walk.ts';
import { exportTableOf } from '../../source/export-table.ts';
import { identifierName } from '../../source/names.ts';
import { unwrap } from '../lower/expressions.ts';
import type { Caller } from './callers.ts';
import { callerOf, functionName, isHandler, isOneOff } from './callers.ts';

/** How often code runs, as far as its file shows. */
export type Frequency = 'once' | 'request' | 'test-each' | 'test' | 'unknown';

const MAX_HOPS = 5;

/** How often a function, or the top level of a file, runs. */
export function frequencyOf(file: SourceFile, owner: Node, hops = 0): Frequency {
  if (!isFunction(owner)) return 'once';
  if (hops > MAX_HOPS) return 'unknown';
  const name = functionName(owner);
  if (isHandler(owner, name, isExported(file, owner))) return 'request';
  const passed = argumentOf(owner);
  if (passed !== undefined) return ofArgument(file, passed, owner, hops);
  if (isConstructor(owner)) return 'unknown';
  const variable = variableOf(file, owner);
  if (variable === undefined) return isOneOff(name) ? 'once' : 'unknown';
  return ofReferences(file, owner, variable, hops);
}

/** The call or `new` that a function is an argument of, or is called by at once. */
function argumentOf(owner: Node): Node | undefined {
  const { parent } = owner;
  if (parent?.type !== 'CallExpression' && parent?.type !== 'NewExpression') return undefined;
  return parent;
}

function ofArgument(file: SourceFile, call: Node, owner: Node, hops: number): Frequency {
  const caller: Caller = callerOf(call, owner);
  return caller === 'here' ? frequencyOf(file, functionAround(call), hops + 1) : caller;
}

function isConstructor({ parent }: FunctionNode): boolean {
  return parent.type === 'MethodDefinition' && parent.kind === 'constructor';
}

/** The variable under which a function can be called by name. */
function variableOf(file: SourceFile, owner: FunctionNode): Variable | undefined {
  if (owner.type === 'FunctionDeclaration') return owner.id ? file.variableOf(owner.id) : undefined;
  const { parent } = owner;
  return parent.type === 'VariableDeclarator' ? file.variableOf(parent.id) : undefined;
}

/** The most frequent of the calls of a name; one that runs once at the top level and nowhere else runs once. */
function ofReferences(
  file: SourceFile,
  owner: FunctionNode,
  variable: Variable,
  hops: number,
): Frequency {
  const found = variable.references
    .filter(one => one.isRead())
    .map(({ identifier }) => ofReference(file, owner, identifier, hops));
  for (const often of ['request', 'test-each'] as const) if (found.includes(often)) return often;
  const calls = found.filter(one => one !== undefined);
  const isOnce = calls.length > 0 && calls.every(one => one === 'once' || one === 'test');
  if (isOnce) return calls.includes('once') ? 'once' : 'test';
  return isOneOff(variable.name) ? 'once' : 'unknown';
}

function ofReference(
  file: SourceFile,
  owner: FunctionNode,
  identifier: Node,
  hops: number,
): Frequency | undefined {
  const { parent } = identifier;
  if (parent?.type === 'CallExpression' && unwrap(parent.callee) === identifier) {
    const around = functionAround(parent);
    return around === owner ? undefined : frequencyOf(file, around, hops + 1);
  }
  if (parent?.type === 'CallExpression') return ofArgument(file, parent, identifier, hops);
  // Naming it in an export calls it nowhere.
  return parent && /^Export|^TS/.test(parent.type) ? undefined : 'unknown';
}

/** Whether a module exports a function. */
function isExported(file: SourceFile, owner: FunctionNode): boolean {
  for (let node: Node | undefined = owner.parent; node; node = node.parent) {
    if (node.type === 'ExportNamedDeclaration' || node.type === 'ExportDefaultDeclaration')
      return true;
    if (
      node.type === 'AssignmentExpression' &&
      /^(?:module\.)?exports\b/.test(textOf(file, node.left))
    )
      return true;
    if (isFunction(node)) return false;
  }
  const name = functionName(owner);
  return [...exportTableOf(file).named.values()].some(
    entry => entry.kind === 'local' && identifierName(entry.node) === name && name !== undefined,
  );
}

function textOf(file: SourceFile, { range }: Node): string {
  return file.text.slice(range[0], range[1]);
}
