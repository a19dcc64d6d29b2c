import type { Hold } from '../../analysis/hold-facts.ts';
import type { Definition, Node, Variable } from '../../source/source-file.ts';
import { isFunction, isWithin, nodesIn } from '../../source/walk.ts';
import type { Span } from '../../span.ts';
import type { EditSource } from '../source.ts';

/** Why the variable of a transaction cannot be named at a place of its file; `undefined` when it can. */
export function whyOutOfReach(hold: Hold, place: Span, source: EditSource): string | undefined {
  const { name, acquire } = hold;
  if (name === undefined) return 'No variable holds the transaction.';
  if (!/^[\w$]+$/.test(name)) return `\`${name}\` is no plain variable.`;
  const visible = variablesNamed(name, source)
    .flatMap(one => one.defs.map(definition => ({ one, region: regionOf(definition) })))
    .filter(({ region }) => region.range[0] <= place.start && place.end <= region.range[1])
    .toSorted((a, b) => lengthOf(a.region) - lengthOf(b.region));
  const own = visible[0]?.one;
  if (own === undefined || !holds(own, acquire)) {
    return `\`${name}\` is not the transaction where the statement stands.`;
  }
  return undefined;
}

function variablesNamed(name: string, { file }: EditSource): readonly Variable[] {
  const named = nodesIn(file.program).filter(
    node => node.type === 'Identifier' && node.name === name,
  );
  return [...new Set(named.flatMap(node => file.variableOf(node) ?? []))];
}

/** The node in which a name that is declared there is known. */
function regionOf({ type, node, parent }: Definition): Node {
  if (type === 'Parameter') return node;
  const isVar = parent?.type === 'VariableDeclaration' && parent.kind === 'var';
  let outer = node.parent ?? node;
  while (outer.parent && !(isVar ? isFunction(outer) : isBlock(outer))) outer = outer.parent;
  return outer;
}

function isBlock(node: Node): boolean {
  return isFunction(node) || /^(?:BlockStatement|For\w*Statement|Program)$/.test(node.type);
}

function lengthOf({ range }: Node): number {
  return range[1] - range[0];
}

/** Whether a variable is the parameter of the callback, or is given what the call gives. */
function holds({ defs, references }: Variable, { start, end }: Span): boolean {
  const isIn = (node: Node | null | undefined): boolean =>
    !!node && node.range[0] <= start && end <= node.range[1];
  const isParameter = defs.some(({ type, node, name }) => {
    if (type !== 'Parameter') return false;
    const isLent = name.range[0] <= start && start < name.range[1];
    return isLent || (start <= node.range[0] && node.range[1] <= end);
  });
  return isParameter || references.some(one => one.isWrite() && isIn(one.writeExpr));
}

/** Whether an expression needs a variable that a function declares. */
export function isMadeIn(owner: Node, root: Node, { file }: EditSource): boolean {
  const names = nodesIn(root).filter(node => node.type === 'Identifier');
  return names.some(node => {
    const definition = file.variableOf(node)?.defs[0];
    return (
      definition !== undefined && isWithin(owner, definition.name) && owner !== definition.node
    );
  });
}
