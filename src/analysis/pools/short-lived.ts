import type { PoolType } from '../../drivers/driver.ts';
import { includesMethod } from '../../drivers/twins.ts';
import type { EvidenceSource } from '../../evidence/syntax.ts';
import { identifierName, propertyName } from '../../source/names.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { functionAround, isFunction, nodesIn } from '../../source/walk.ts';
import { unwrap } from '../lower/expressions.ts';
import { fatesOf } from './fate.ts';

/** What is made, and how it is closed. */
interface Made {
  readonly node: Node;
  readonly type: Pick<PoolType, 'close'>;
}

/** Closed by the function that makes it, or by the script: it has no time to lose a connection that is idle. */
export function isShortLived(
  evidence: EvidenceSource,
  file: SourceFile,
  { node, type }: Made,
  name: string | undefined,
): boolean {
  const owner = functionAround(node);
  const ends = name === undefined ? [] : endsIn(owner, type, name);
  if (owner === file.program)
    return !isExported(node) && ends.some(end => isEndOfScript(file, end));
  const fates = fatesOf(evidence, file, node);
  if (!fates.has('ended') || fates.has('kept') || fates.has('returned')) return false;
  return ends.length === 0 || ends.some(end => isCertain(end, owner));
}

function endsIn(owner: Node, type: Made['type'], name: string): readonly Node[] {
  return nodesIn(owner).filter(call => {
    const callee = call.type === 'CallExpression' ? unwrap(call.callee) : undefined;
    if (callee?.type !== 'MemberExpression') return false;
    const isEnd = includesMethod(type.close, propertyName(callee) ?? '');
    return isEnd && identifierName(unwrap(callee.object)) === name;
  });
}

function isExported(node: Node): boolean {
  for (let outer: Node | undefined = node; outer; outer = outer.parent) {
    if (outer.type.startsWith('Export')) return true;
  }
  return false;
}

/** Whether a script comes by a node for certain: at its top, or in the function that it runs there. */
function isEndOfScript(file: SourceFile, node: Node): boolean {
  const owner = functionAround(node);
  if (!isCertain(node, owner)) return false;
  return owner === file.program || (isFunction(owner) && isRunOnce(file, owner));
}

/** `main()` or `main().catch(…)` at the top of a file, or a function that is called where it stands. */
function isRunOnce(file: SourceFile, owner: Node): boolean {
  const { parent } = owner;
  if (parent?.type === 'CallExpression' && parent.callee === owner) {
    return functionAround(parent) === file.program;
  }
  const name = owner.type === 'FunctionDeclaration' ? owner.id?.name : declaredName(parent);
  if (name === undefined || isExported(owner)) return false;
  return nodesIn(file.program).some(
    call =>
      call.type === 'CallExpression' &&
      identifierName(call.callee) === name &&
      functionAround(call) === file.program,
  );
}

function declaredName(parent: Node | undefined): string | undefined {
  return parent?.type === 'VariableDeclarator' ? identifierName(parent.id) : undefined;
}

/** Whether nothing but an exception keeps a function from a node. */
function isCertain(node: Node, owner: Node): boolean {
  for (let outer = node.parent; outer !== undefined && outer !== owner; outer = outer.parent) {
    if (/^(?:If|Switch|For|While|DoWhile|Conditional|Logical|Catch)/.test(outer.type)) return false;
  }
  return true;
}
