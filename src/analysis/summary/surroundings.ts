import type { Node, SourceFile } from '../../source/source-file.ts';
import { propertyName } from '../../source/names.ts';
import type { Session } from '../flow/session.ts';
import type { Value } from '../flow/values.ts';
import { nodesIn } from '../../source/walk.ts';
import type { Place } from '../graph.ts';
import { keyOf } from '../graph.ts';
import { Builder } from '../lower/builder.ts';
import { leasesOf } from './lease-types.ts';
import type { Slot } from './probes.ts';

type Closure = Extract<Value, { k: 'closure' }>;

/** A mention of a field of `this`, or of a variable declared further out. */
interface Mention {
  readonly node: Node;
  readonly place: Place;
}

/** The fields of `this` and the outer variables in which a function finds a connection that it uses. */
export function surroundingsOf(session: Session, { file, node }: Closure): readonly Slot[] {
  const b = new Builder(file, session.graphs.fileKey(file), node);
  const mentions = [...nodesIn(node)].flatMap(one => mentionOf(b, node, one) ?? []);
  return mentions
    .filter(one => isUsed(one.node))
    .flatMap(({ node: used, place }) => {
      const isOptional = mentions.some(
        one => keyOf(one.place) === keyOf(place) && isAssigned(one.node),
      );
      return [...leasesOf(session.questions, session.questions.shapeOf(file, used))]
        .filter(({ path }) => path.length === 0)
        .map(({ type, inPromise }) => ({ place, type, inPromise, isOptional }));
    });
}

function mentionOf(b: Builder, owner: Node, node: Node): Mention | undefined {
  if (node.type === 'MemberExpression' && node.object.type === 'ThisExpression') {
    const name = propertyName(node);
    return name === undefined || isConstructor(owner)
      ? undefined
      : { node, place: { ...b.self, path: [name] } };
  }
  const isOuter = node.type === 'Identifier' && isDeclaredOutside(b.file, node, owner);
  return isOuter ? { node, place: b.placeOf(node) } : undefined;
}

/** The fields of an object under construction are still empty. */
function isConstructor({ parent }: Node): boolean {
  return parent?.type === 'MethodDefinition' && parent.kind === 'constructor';
}

function isDeclaredOutside(file: SourceFile, identifier: Node, owner: Node): boolean {
  const [definition] = file.variableOf(identifier)?.defs ?? [];
  if (definition?.type !== 'Variable' && definition?.type !== 'Parameter') return false;
  const [start] = definition.name.range;
  return start < owner.range[0] || start >= owner.range[1];
}

function isAssigned(node: Node): boolean {
  const { parent } = node;
  return parent?.type === 'AssignmentExpression' && parent.left === node;
}

/** Whether a value matters: its method is called, or it goes somewhere. */
function isUsed(node: Node): boolean {
  const { parent } = node;
  if (parent?.type === 'MemberExpression') return parent.object === node;
  return (
    parent?.type === 'TSNonNullExpression' ||
    parent?.type === 'ChainExpression' ||
    parent?.type === 'CallExpression' ||
    parent?.type === 'NewExpression' ||
    parent?.type === 'ReturnStatement' ||
    parent?.type === 'AwaitExpression' ||
    (parent?.type === 'AssignmentExpression' && parent.right === node)
  );
}
