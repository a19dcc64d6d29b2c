import type { Driver } from '../../drivers/driver.ts';
import { many } from '../../drivers/driver.ts';
import { lastName, remembered } from '../../drivers/names.ts';
import type { StandaloneType } from '../../drivers/standalone.ts';
import type { Evidence } from '../../evidence/shape.ts';
import { literalText, propertyName } from '../../source/names.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { functionAround } from '../../source/walk.ts';
import { callsIn } from '../flow/interest.ts';
import { unwrap } from '../lower/expressions.ts';
import type { DeafLease } from '../pool-facts.ts';
import { isListenedTo, isPassedOn, lastNameOf } from './listening.ts';
import { placeOf } from './place.ts';
import { poolNameOf } from './pool-fact.ts';
import type { PoolSources } from './pools.ts';

type Creation = Extract<Node, { type: 'CallExpression' | 'NewExpression' }>;

/** A connection of its own that is made in a file. */
interface Client {
  readonly node: Creation;
  readonly driver: Driver;
  readonly type: StandaloneType;
  readonly by: Evidence;
}

/** A method that is called on what has a name. */
interface Use {
  readonly call: Node;
  readonly name: string | undefined;
  readonly method: string;
}

/** The connections outside any pool that are kept for as long as the process runs, and to whose errors nobody listens. */
export function toDeafClients(sources: PoolSources, file: SourceFile): readonly DeafLease[] {
  if (!patternOf(sources.drivers).test(file.text)) return [];
  const uses = usesIn(file);
  const open = openNamesOf(sources.drivers);
  const opened = new Set(uses.flatMap(({ name, method }) => (open.has(method) ? [name] : [])));
  return callsIn(file.program).flatMap((node): readonly DeafLease[] => {
    const name = poolNameOf(node);
    // What a value is costs more to ask than what it is called.
    if (name === undefined || !opened.has(name)) return [];
    const client = clientAt(sources, file, node);
    if (client === undefined || isPassedOn(file, node, name)) return [];
    const own = uses.filter(use => use.name === name);
    if (!isLongLived(file, client, own) || isListenedTo(sources, file, client) !== false) return [];
    const { driver, by } = client;
    const of = { package: driver.package, evidence: by };
    return [{ ...placeOf(file, node), ...of, isKept: true, isOwn: true }];
  });
}

function usesIn(file: SourceFile): readonly Use[] {
  return callsIn(file.program).flatMap(call => {
    const callee = call.type === 'CallExpression' ? unwrap(call.callee) : undefined;
    if (callee?.type !== 'MemberExpression') return [];
    return [{ call, name: lastNameOf(unwrap(callee.object)), method: propertyName(callee) ?? '' }];
  });
}

/** The methods that open a connection. */
const openNamesOf = remembered(
  drivers =>
    new Set(drivers.flatMap(({ standalone }) => many(standalone).flatMap(one => one.open))),
);

/** The name of a class whose connections fail aloud, in a text. */
const patternOf = remembered(drivers => {
  const types = drivers.flatMap(({ standalone }) => many(standalone).filter(isFailing));
  const names = new Set(types.flatMap(({ create }) => create.map(lastName)));
  return new RegExp(`\\b(?:${[...names].join('|') || '(?!)'})\\b`);
});

function isFailing({ failsAloud }: StandaloneType): boolean {
  return failsAloud === true;
}

function clientAt({ evidence }: PoolSources, file: SourceFile, node: Node): Client | undefined {
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return undefined;
  if (evidence.shapeOf(file, unwrap(node.callee))?.kind !== 'driver-export') return undefined;
  const shape = evidence.shapeOf(file, node);
  if (shape?.kind !== 'instance' || shape.own !== undefined) return undefined;
  const { driver, by } = shape;
  const type = many(driver.standalone).find(one => one.type === shape.type);
  return type !== undefined && isFailing(type) ? { node, driver, type, by } : undefined;
}

/**
 * Whether a connection is opened in the file and stays open: an export or a field that nothing there
 * closes, or one that listens to notifications and is not closed by the function that opens it.
 */
function isLongLived(file: SourceFile, { node, type }: Client, uses: readonly Use[]): boolean {
  const opening = uses.filter(({ method }) => type.open.includes(method));
  if (opening.length === 0) return false;
  const closing = uses.filter(({ method }) => type.close.includes(method));
  if (closing.length === 0 && isKeptFor(node, file)) return true;
  const isHearing = uses.some(
    ({ method, call }) => ON.test(method) && type.keptFor?.includes(eventOf(call)) === true,
  );
  const openers = new Set(opening.map(({ call }) => functionAround(call)));
  return isHearing && !closing.some(({ call }) => openers.has(functionAround(call)));
}

const ON = /^(?:on|once|addListener)$/;

function eventOf(call: Node): string {
  return call.type === 'CallExpression' ? (literalText(call.arguments[0]) ?? '') : '';
}

/** A field, or what the module exports where it is declared. */
function isKeptFor({ parent }: Creation, file: SourceFile): boolean {
  if (parent.type === 'PropertyDefinition') return true;
  if (parent.type === 'AssignmentExpression')
    return unwrap(parent.left).type === 'MemberExpression';
  if (parent.type !== 'VariableDeclarator') return false;
  if (functionAround(parent) !== file.program) return false;
  return parent.parent.parent.type === 'ExportNamedDeclaration';
}
