import type { Node } from '../../source/source-file.ts';
import { nodesIn } from '../../source/walk.ts';
import type { Span } from '../../span.ts';
import { replace } from '../edit.ts';
import type { NoWay, Way } from '../hold/way.ts';
import type { EditSource } from '../source.ts';

type Literal = Extract<Node, { type: 'Literal' }>;

/** Replaces the number that an option is given by another one, where it is written once and for that only. */
export function replaceNumber(at: Span, from: number, to: number, source: EditSource): Way | NoWay {
  const value = valueAt(at, source);
  if (value === undefined) return { reason: 'Where its value is written was not found.' };
  const written = declaredValue(value, source) ?? value;
  const literals = nodesIn(written).filter(node => isNumber(node, from));
  const [only, ...others] = literals;
  if (only === undefined) {
    return { reason: `No ${from} is written where it is set: its value comes from elsewhere.` };
  }
  if (others.length > 0) return { reason: `${from} is written more than once where it is set.` };
  const [start, end] = only.range;
  const quote = /^['"`]/.exec(source.textOf(only))?.[0] ?? '';
  return { edits: [replace({ file: source.file.path, start, end }, `${quote}${to}${quote}`)] };
}

function valueAt(at: Span, source: EditSource): Node | undefined {
  const node = source.nodeAt(at);
  if (node?.type === 'Property') return node.value;
  return node?.type === 'AssignmentExpression' ? node.right : node;
}

/** The value of a constant that is declared for this option alone. */
function declaredValue(value: Node, { file }: EditSource): Node | undefined {
  if (value.type !== 'Identifier') return undefined;
  const variable = file.variableOf(value);
  const [definition, ...others] = variable?.defs ?? [];
  if (variable === undefined || others.length > 0) return undefined;
  const declarator = definition?.node;
  if (declarator?.type !== 'VariableDeclarator') return undefined;
  const isShared = variable.references.some(
    one => one.identifier !== value && one.identifier !== declarator.id,
  );
  const isExported = declarator.parent.parent.type === 'ExportNamedDeclaration';
  return isShared || isExported ? undefined : (declarator.init ?? undefined);
}

function isNumber(node: Node, wanted: number): node is Literal {
  if (node.type === 'Identifier') return node.name === 'Infinity' && wanted === Infinity;
  if (node.type !== 'Literal') return false;
  const { value } = node;
  const isText = typeof value === 'string' && value.trim() !== '';
  return (typeof value === 'number' || isText) && Number(value) === wanted;
}
