import type { FunctionNode, Node } from '../../source/source-file.ts';
import { isWithin, nodesIn } from '../../source/walk.ts';
import { propertyName } from '../../source/names.ts';
import { beginningsOf, poolTypesOf } from '../driver-types.ts';
import type { Edit } from '../edit.ts';
import { replace } from '../edit.ts';
import type { NoWay, Way } from '../hold/way.ts';
import type { EditSource } from '../source.ts';
import { has } from './receiver.ts';
import type { Handle } from './statement.ts';

/**
 * What else a function does with the root: a statement that no analysis told about comes along, since half
 * of a function in a transaction is worse than none. A reason where it does something else with it.
 */
export function tellRest(
  owner: FunctionNode,
  root: Node,
  handle: Handle,
  done: readonly Edit[],
  source: EditSource,
): Way | NoWay {
  const { file } = source;
  const text = source.textOf(root);
  const others = nodesIn(owner.body ?? owner).filter(
    node =>
      (node.type === 'Identifier' || node.type === 'MemberExpression') &&
      source.textOf(node) === text &&
      !isKey(node) &&
      !done.some(({ at }) => at.file === file.path && isEdited(node, at)),
  );
  const beginning = poolTypesOf(handle.package, source).flatMap(beginningsOf);
  const edits: Edit[] = [];
  for (const node of others) {
    const method = methodOn(node);
    if (method === undefined || beginning.includes(method) || !has(handle, method, source)) {
      const line = file.lineOf(node.range[0]);
      return { reason: `\`${text}\` is used in another way on line ${line}.` };
    }
    const [start, end] = node.range;
    edits.push(replace({ file: file.path, start, end }, handle.name));
  }
  return { edits };
}

function isEdited({ range: [from, to] }: Node, { start, end }: Edit['at']): boolean {
  return start <= from && to <= end && start < end;
}

function isKey(node: Node): boolean {
  const { parent } = node;
  if (parent?.type === 'MemberExpression') return parent.property === node && !parent.computed;
  return parent?.type === 'Property' && parent.key === node && !parent.shorthand;
}

/** The method that is called on a node, or behind a member of it; `undefined` where it is used otherwise. */
function methodOn(node: Node): string | undefined {
  const { parent } = node;
  if (parent?.type === 'TaggedTemplateExpression') return '()';
  if (parent?.type === 'CallExpression') return parent.callee === node ? '()' : undefined;
  if (parent?.type !== 'MemberExpression' || parent.object !== node) return undefined;
  return isCalled(parent) ? propertyName(parent) : undefined;
}

function isCalled(member: Node): boolean {
  const { parent } = member;
  if (parent?.type === 'MemberExpression') return parent.object === member && isCalled(parent);
  if (parent?.type === 'TaggedTemplateExpression') return isWithin(parent.tag, member);
  return parent?.type === 'CallExpression' && parent.callee === member;
}
