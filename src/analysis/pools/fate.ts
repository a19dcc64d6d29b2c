import { many } from '../../drivers/driver.ts';
import { awaited, isPool } from '../../evidence/shapes.ts';
import { includesMethod } from '../../drivers/twins.ts';
import type { EvidenceSource } from '../../evidence/syntax.ts';
import { identifierName, propertyName } from '../../source/names.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { functionAround, isFunction } from '../../source/walk.ts';
import { callerOf } from './callers.ts';

/**
 * What becomes of a pool in the function that makes it: `ended` there, `kept` somewhere, `returned`,
 * `passed` on to who knows what, `lent` to a function that the caller brought, or only `used`.
 */
export type Fate = 'ended' | 'kept' | 'returned' | 'passed' | 'lent' | 'used';

/** A search for fates, in one function. */
interface Search {
  readonly evidence: EvidenceSource;
  readonly file: SourceFile;
  readonly owner: Node;
  readonly fates: Set<Fate>;
  readonly seen: Set<Node>;
}

/** All that becomes of what an expression makes, in the function around it. */
export function fatesOf(evidence: EvidenceSource, file: SourceFile, node: Node): ReadonlySet<Fate> {
  const search: Search = {
    evidence,
    file,
    owner: functionAround(node),
    fates: new Set(),
    seen: new Set(),
  };
  follow(search, node);
  return search.fates;
}

const TRANSPARENT =
  /^(?:AwaitExpression|TSAsExpression|TSNonNullExpression|TSSatisfiesExpression|TSTypeAssertion|ChainExpression|LogicalExpression|ConditionalExpression|SequenceExpression|ObjectExpression|ArrayExpression|SpreadElement)$/;

/** Goes from a value to what is done with it. */
function follow(search: Search, node: Node): void {
  const { fates } = search;
  const { parent } = node;
  if (parent === undefined || search.seen.has(node)) return;
  search.seen.add(node);
  if (TRANSPARENT.test(parent.type)) return follow(search, parent);
  switch (parent.type) {
    case 'Property':
      return parent.value === node ? follow(search, parent.parent) : undefined;
    case 'VariableDeclarator':
      return followPattern(search, parent.id);
    case 'AssignmentExpression':
      return followAssignment(search, parent, node);
    case 'ReturnStatement':
    case 'YieldExpression':
    case 'ThrowStatement':
      return void fates.add('returned');
    case 'ArrowFunctionExpression':
      return void (parent.body === node && fates.add('returned'));
    case 'MemberExpression':
      return parent.object === node ? followMember(search, parent) : undefined;
    case 'NewExpression':
      return followWrapper(search, parent);
    case 'CallExpression':
      return parent.callee === node ? void fates.add('used') : followCall(search, parent);
    case 'PropertyDefinition':
    case 'ExportDefaultDeclaration':
    case 'AssignmentPattern':
      return void fates.add('kept');
    default:
      return void fates.add('used');
  }
}

function followPattern(search: Search, pattern: Node): void {
  if (pattern.type !== 'Identifier') return void search.fates.add('used');
  if (/^(?:await )?using$/.test(kindOf(pattern))) search.fates.add('ended');
  followVariable(search, pattern);
}

function kindOf({ parent }: Node): string {
  const declaration = parent?.parent;
  return declaration?.type === 'VariableDeclaration' ? declaration.kind : '';
}

/** Everything that is done with a variable; one from outside the function keeps what it is given. */
function followVariable(search: Search, name: Node): void {
  const variable = search.file.variableOf(name);
  const declared = variable?.defs[0]?.name;
  if (
    variable === undefined ||
    declared === undefined ||
    functionAround(declared) !== search.owner
  ) {
    return void search.fates.add('kept');
  }
  search.fates.add('used');
  for (const reference of variable.references) {
    if (!reference.isRead()) continue;
    if (isWithin(search, reference.identifier)) follow(search, reference.identifier);
    else search.fates.add('kept');
  }
}

/** Whether a reference runs with the function, and not in one that somebody calls later. */
function isWithin({ owner }: Search, identifier: Node): boolean {
  let around = functionAround(identifier);
  while (around !== owner && isFunction(around)) {
    const { parent } = around;
    if (parent.type !== 'CallExpression' && parent.type !== 'NewExpression') return false;
    if (callerOf(parent, around) !== 'here') return false;
    around = functionAround(around);
  }
  return around === owner;
}

function followAssignment(
  search: Search,
  node: Extract<Node, { type: 'AssignmentExpression' }>,
  value: Node,
): void {
  if (node.right !== value) return;
  if (node.left.type === 'Identifier') followVariable(search, node.left);
  else search.fates.add('kept');
  if (node.parent.type !== 'ExpressionStatement') follow(search, node);
}

/** `pool.end()` ends it; `pool.connect()` may give itself, `pool.query()` uses it. */
function followMember(search: Search, member: Extract<Node, { type: 'MemberExpression' }>): void {
  const { evidence, file, fates } = search;
  const call = member.parent;
  if (call.type !== 'CallExpression' || call.callee !== member) return void fates.add('used');
  const shape = evidence.shapeOf(file, member.object);
  const of = shape?.kind === 'promise' ? shape.of : shape;
  const name = propertyName(member) ?? '';
  if (of?.kind !== 'instance') return void fates.add('used');
  const type = many(of.driver.pool).find(one => one.type === of.type);
  if (includesMethod(type?.close, name)) return void fates.add('ended');
  // `new DataSource(…).initialize()` gives itself.
  const given = type?.gives?.[name];
  if (given === of.type) follow(search, call);
  else if (given !== undefined && isKept(search, call)) fates.add('kept');
  fates.add('used');
}

/** Whether what leads back to a pool is kept: `Order = connection.model('Order', schema)`. */
function isKept(search: Search, made: Node): boolean {
  const fates = new Set<Fate>();
  follow({ ...search, fates, seen: new Set() }, made);
  return fates.has('kept');
}

/** What is made with a pool is what becomes of it: `new Kysely({ dialect })`. */
function followWrapper(search: Search, node: Node): void {
  follow(search, node);
}

const KEEPING =
  /^(?:set|push|add|unshift|register|provide|decorate|assign|defineProperty|use|bind)$/;

function followCall(search: Search, call: Extract<Node, { type: 'CallExpression' }>): void {
  const { evidence, file, fates } = search;
  const isWrapper = isPool(awaited(evidence.shapeOf(file, call)));
  if (isWrapper) return follow(search, call);
  const { callee } = call;
  const name = callee.type === 'MemberExpression' ? propertyName(callee) : identifierName(callee);
  if (callee.type === 'MemberExpression' && KEEPING.test(name ?? '')) return void fates.add('kept');
  const definition = callee.type === 'Identifier' ? file.variableOf(callee)?.defs[0] : undefined;
  if (definition?.type === 'Parameter') return void fates.add('lent');
  // A function of one's own that closes what it is given: `closeConnection(client)`.
  if (/^(?:close|end|destroy|dispose|disconnect|shutdown)/i.test(name ?? ''))
    return void fates.add('ended');
  fates.add('passed');
}
