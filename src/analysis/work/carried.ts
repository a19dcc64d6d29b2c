import { optionsPosition } from '../../drivers/carries.ts';
import type { PoolType } from '../../drivers/driver.ts';
import { constantOf } from '../../source/constants.ts';
import { identifierName, keyName, propertyName } from '../../source/names.ts';
import { isNothing } from '../../evidence/shapes.ts';
import type { Node, SourceFile, Variable } from '../../source/source-file.ts';
import { unwrap } from '../lower/expressions.ts';
import type { Given } from './given.ts';
import { leftOut } from './needed.ts';

type CallNode = Extract<Node, { type: 'CallExpression' }>;

/** Whether a method of a pool, model or collection runs one statement. */
export function isStatement(type: PoolType, method: string): boolean {
  if (type.oneShot?.includes(method)) return true;
  return optionsPosition(type.carries, method) !== undefined;
}

/** A statement, and what is known of the variables around it. */
interface Told {
  readonly file: SourceFile;
  /** What holds nothing where the statement runs: `tx` behind `tx ?? (await begin())`. */
  readonly absent?: Variable | undefined;
}

/** How a statement is told its transaction: it is, or may be; by what a caller passes; not at all. */
type Carrier = boolean | Given;

/**
 * Whether a statement is told which transaction it runs in, or may be: an argument nobody can look
 * into counts as if it were.
 */
export function isCarried(
  file: SourceFile,
  node: Node,
  type: PoolType,
  method: string,
  absent?: Variable,
): boolean {
  return carrierOf({ file, absent }, node, type, method) !== false;
}

/** What tells a statement which transaction it runs in. */
export function carrierOf(told: Told, node: Node, type: PoolType, method: string): Carrier {
  const { carries } = type;
  if (carries === undefined || node.type !== 'CallExpression') return false;
  const { chained = [], bound = [] } = carries;
  if (isBound(told.file, node, chained, bound)) return true;
  const link = linkOf(node, chained);
  if (link !== undefined) return carriesIn(told, link, undefined, 0);
  const position = optionsPosition(carries, method);
  if (position === undefined) return false;
  const before = node.arguments.slice(0, position + 1);
  if (before.some(argument => argument.type === 'SpreadElement')) return true;
  const argument = node.arguments[position];
  return argument !== undefined && carriesIn(told, argument, carries.option, 0);
}

/** `Model.find().session(session)`: what a later link of the chain passes on; the call where it passes nothing. */
function linkOf(node: CallNode, chained: readonly string[]): Node | undefined {
  let link: Node = node;
  for (let member = link.parent; member?.type === 'MemberExpression'; member = link.parent) {
    const call: Node | undefined = member.parent;
    if (member.object !== link || call?.type !== 'CallExpression') return undefined;
    if (chained.includes(propertyName(member) ?? '')) return call.arguments[0] ?? call;
    link = call;
  }
  return undefined;
}

/**
 * `const found = Model.find(); found.session(session)` and `row.$session(session)`: a call on the variable that
 * has the statement, or that it is called on, tells it.
 */
function isBound(
  file: SourceFile,
  { parent, callee }: CallNode,
  ofStatement: readonly string[],
  ofRow: readonly string[],
): boolean {
  const made = parent?.type === 'VariableDeclarator' ? parent.id : undefined;
  const row = callee.type === 'MemberExpression' ? callee.object : undefined;
  return hasCallOf(file, made, ofStatement) || hasCallOf(file, row, ofRow);
}

function hasCallOf(file: SourceFile, name: Node | undefined, methods: readonly string[]): boolean {
  const variable = name?.type === 'Identifier' ? file.variableOf(name) : undefined;
  return (variable?.references ?? []).some(({ identifier: { parent } }) => {
    const isMethod = parent?.type === 'MemberExpression' && parent.parent.type === 'CallExpression';
    return isMethod && methods.includes(propertyName(parent) ?? '');
  });
}

const MAX_HOPS = 4;

function carriesIn(told: Told, argument: Node, option: string | undefined, hops: number): Carrier {
  const node = unwrap(argument);
  if (node.type === 'Literal' || node.type === 'TemplateLiteral') return false;
  if (identifierName(node) === 'undefined') return false;
  if (hops > MAX_HOPS) return true;
  const given = leftOut(told.file, node, option);
  if (given !== undefined || option === undefined) return given ?? true;
  if (node.type === 'ObjectExpression') {
    return eitherOf(node.properties.map(one => carriesAs(told, one, option, hops)));
  }
  const init = node.type === 'Identifier' ? plainObject(told.file, node) : undefined;
  return init === undefined || carriesIn(told, init, option, hops + 1);
}

/** What a property of the options, or what is spread into them, tells. */
function carriesAs(
  told: Told,
  property: Extract<Node, { type: 'ObjectExpression' }>['properties'][number],
  option: string,
  hops: number,
): Carrier {
  if (property.type === 'SpreadElement') {
    return carriesIn(told, property.argument, option, hops + 1);
  }
  if (!isOption(property, option) || isAbsent(told, property.value)) return false;
  return leftOut(told.file, property.value) ?? true;
}

/** Of two that a caller may pass, nobody here knows both. */
function eitherOf(carriers: readonly Carrier[]): Carrier {
  const [first = false, ...others] = carriers.filter(one => one !== false);
  return others.length > 0 || first;
}

function isAbsent({ file, absent }: Told, value: Node): boolean {
  const inner = unwrap(value);
  if (isNothing(inner)) return true;
  return absent !== undefined && inner.type === 'Identifier' && file.variableOf(inner) === absent;
}

function isOption(property: Extract<Node, { type: 'Property' }>, option: string): boolean {
  const name = keyName(property);
  return name === undefined || name === option;
}

/** What a constant is made as; not when something is added to it later. */
function plainObject(file: SourceFile, identifier: Node): Node | undefined {
  const init = constantOf(file, identifier);
  const uses = file.variableOf(identifier)?.references.filter(one => !one.isWrite()) ?? [];
  const isPlain = uses.every(({ identifier: { parent } }) =>
    /^(?:SpreadElement|CallExpression)$/.test(parent?.type ?? ''),
  );
  return isPlain ? init : undefined;
}
