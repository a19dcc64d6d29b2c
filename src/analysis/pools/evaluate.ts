import type { EvidenceSource } from '../../evidence/syntax.ts';
import { keyName } from '../../source/names.ts';
import type { Project } from '../../source/project.ts';
import type { Node, SourceFile, Variable } from '../../source/source-file.ts';
import { unwrap } from '../lower/expressions.ts';
import { callValue } from './evaluate-calls.ts';
import { memberValue, nameValue } from './evaluate-names.ts';
import { binaryValue, numberOf } from './evaluate-operators.ts';
import type { Entry, Known } from './known.ts';
import { eitherOf, fallBack, mapKnown, plain, unknown, variablesOf } from './known.ts';

/** Finds out what expressions are worth, through constants, modules, spreads and variables of the environment. */
export interface Folding {
  readonly project: Project;
  readonly evidence: EvidenceSource;
  /** What the parameters of the function under evaluation are. */
  readonly bound: ReadonlyMap<Variable, Known>;
  readonly depth: number;
}

const MAX_DEPTH = 24;

/** What is known of an expression. */
export function valueOf(folding: Folding, file: SourceFile, node: Node | null | undefined): Known {
  if (!node || folding.depth > MAX_DEPTH) return unknown;
  const deeper = { ...folding, depth: folding.depth + 1 };
  return expressionValue(deeper, file, unwrap(node));
}

function expressionValue(folding: Folding, file: SourceFile, node: Node): Known {
  const value = (inner: Node | null | undefined) => valueOf(folding, file, inner);
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'object' && node.raw !== 'null'
        ? unknown
        : plain(node.value as string);
    case 'TemplateLiteral':
      return templateValue(folding, file, node);
    case 'ObjectExpression':
      return tableValue(folding, file, node);
    case 'Identifier':
      return node.name === 'undefined' ? plain(undefined) : nameValue(folding, file, node);
    case 'MemberExpression':
      return memberValue(folding, file, node);
    case 'CallExpression':
      return callValue(folding, file, node);
    case 'AwaitExpression':
      return value(node.argument);
    case 'ChainExpression':
      return value(node.expression);
    case 'ConditionalExpression':
      return conditionalValue(value(node.test), value(node.consequent), value(node.alternate));
    case 'LogicalExpression':
      return logicalValue(folding, file, node);
    case 'BinaryExpression':
      return binaryValue(node.operator, value(node.left), value(node.right));
    case 'UnaryExpression':
      return node.operator === '-' || node.operator === '+'
        ? mapKnown(value(node.argument), one => numberOf(one) * (node.operator === '-' ? -1 : 1))
        : node.operator === '!'
          ? mapKnown(value(node.argument), one => !one)
          : unknown;
    default:
      return unknown;
  }
}

/** `process.env.X ? Number(process.env.X) : 50` is the variable with 50 behind it. */
function conditionalValue(test: Known, yes: Known, no: Known): Known {
  if (test.k === 'value') return test.value ? yes : no;
  if (yes.k === 'variable' && test.k === 'variable' && test.name === yes.name) {
    return { ...yes, fallback: no };
  }
  return eitherOf([yes, no]);
}

function logicalValue(
  folding: Folding,
  file: SourceFile,
  { operator, left, right }: Extract<Node, { type: 'LogicalExpression' }>,
): Known {
  const known = valueOf(folding, file, left);
  const other = () => valueOf(folding, file, right);
  if (operator === '&&')
    return known.k === 'value' && !known.value ? known : eitherOf([other(), known]);
  return fallBack(known, other, value =>
    operator === '??' ? value === null || value === undefined : !value,
  );
}

/** Holes of unknown text are letters, so that what stands around them still reads as a connection string. */
const HOLE = 'x';

function templateValue(
  folding: Folding,
  file: SourceFile,
  { quasis, expressions }: Extract<Node, { type: 'TemplateLiteral' }>,
): Known {
  const [first, ...others] = quasis.map(({ value }) => value.cooked ?? value.raw);
  const holes = expressions.map(hole => valueOf(folding, file, hole));
  let text = first ?? '';
  for (const [index, part] of others.entries()) {
    const hole = holes[index];
    text += (hole?.k === 'value' ? String(hole.value) : HOLE) + part;
  }
  const [name] = holes.flatMap(variablesOf);
  return name === undefined ? plain(text) : { k: 'variable', name, fallback: plain(text) };
}

function tableValue(
  folding: Folding,
  file: SourceFile,
  node: Extract<Node, { type: 'ObjectExpression' }>,
): Known {
  const parts = node.properties.map((property): Known => {
    if (property.type === 'SpreadElement') return valueOf(folding, file, property.argument);
    const name = keyName(property);
    if (name === undefined) return unknown;
    const known = property.kind === 'init' ? valueOf(folding, file, property.value) : unknown;
    const entries = new Map([[name, { known, file, node: property }]]);
    return { k: 'table', entries, isOpen: false };
  });
  return merged(parts);
}

/** Objects laid over one another, as `{ ...a, ...b }` does. */
export function merged(parts: readonly Known[]): Known {
  let entries = new Map<string, Entry>();
  let isOpen = false;
  for (const part of parts) {
    const laid = layerOf(part);
    if (laid.isOpen) {
      isOpen = true;
      // It may set again what was set before.
      entries = new Map(
        [...entries].map(([name, entry]) => [name, { ...entry, isDoubtful: true }]),
      );
    }
    for (const [name, entry] of laid.entries) entries.set(name, entry);
  }
  return { k: 'table', entries, isOpen };
}

/** What a value adds when it is spread: `false`, `undefined` and numbers add nothing. */
function layerOf(known: Known): { entries: ReadonlyMap<string, Entry>; isOpen: boolean } {
  if (known.k === 'table') return known;
  if (known.k === 'value') return { entries: new Map(), isOpen: false };
  if (known.k !== 'either') return { entries: new Map(), isOpen: true };
  const layers = known.of.map(layerOf);
  const entries = new Map<string, Entry>();
  for (const layer of layers) {
    for (const [name, entry] of layer.entries) {
      const before = entries.get(name)?.known;
      const all =
        layers.length > 1 ? eitherOf([...(before ? [before] : []), entry.known]) : entry.known;
      const isEverywhere = layers.every(one => one.entries.has(name));
      entries.set(name, {
        ...entry,
        known: isEverywhere ? all : eitherOf([all, unknown]),
        isDoubtful: !isEverywhere,
      });
    }
  }
  return { entries, isOpen: layers.some(layer => layer.isOpen) };
}
