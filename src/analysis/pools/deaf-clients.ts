import type { Driver } from '../../drivers/driver.ts';
import { many } from '../../drivers/driver.ts';
import type { StandaloneType } from '../../drivers/standalone.ts';
import type { Evidence } from '../../evidence/shape.ts';
import { literalText, propertyName } from '../../source/names.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { functionAround, nodesIn } from '../../source/walk.ts';
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

/** What is done with everything of one name in a file. */
interface Use {
  readonly call: Node;
  readonly method: string;
}

/** The connections outside any pool that are kept for as long as the process runs, and to whose errors nobody listens. */
export function toDeafClients(sources: PoolSources, file: SourceFile): readonly DeafLease[] {
  if (!patternOf(sources.drivers).test(file.text)) return [];
  const opened = openedIn(sources.drivers, file);
  return callsIn(file.program).flatMap((node): readonly DeafLease[] => {
    // What a value is costs more to ask than what it is called.
    if (!opened.has(poolNameOf(node) ?? '')) return [];
    const client = clientAt(sources, file, node);
    if (client === undefined || !isLongLived(file, client)) return [];
    if (isListenedTo(sources, file, client) !== false) return [];
    const { driver, by } = client;
    const of = { package: driver.package, evidence: by };
    return [{ ...placeOf(file, node), ...of, isKept: true, isOwn: true }];
  });
}

/** The names of everything in a file that a method opens as drivers name theirs. */
function openedIn(drivers: readonly Driver[], file: SourceFile): ReadonlySet<string> {
  const open = new Set(
    drivers.flatMap(({ standalone }) => many(standalone).flatMap(one => one.open)),
  );
  const opened = new Set<string>();
  for (const call of callsIn(file.program)) {
    const callee = call.type === 'CallExpression' ? unwrap(call.callee) : undefined;
    if (callee?.type !== 'MemberExpression' || !open.has(propertyName(callee) ?? '')) continue;
    const name = lastNameOf(unwrap(callee.object));
    if (name !== undefined) opened.add(name);
  }
  return opened;
}

const patterns = new WeakMap<readonly Driver[], RegExp>();

/** The name of a class whose connections fail aloud, in a text. */
function patternOf(drivers: readonly Driver[]): RegExp {
  const known = patterns.get(drivers);
  if (known !== undefined) return known;
  const types = drivers.flatMap(({ standalone }) => many(standalone).filter(isFailing));
  const names = types.flatMap(({ create }) => create.map(form => /\w+(?=\W*$)/.exec(form)?.[0]));
  const made = new RegExp(`\\b(?:${[...new Set(names)].join('|') || '(?!)'})\\b`);
  patterns.set(drivers, made);
  return made;
}

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
function isLongLived(file: SourceFile, { node, type }: Client): boolean {
  const name = poolNameOf(node);
  if (name === undefined || isPassedOn(file, node, name)) return false;
  const uses = usesOf(file, name);
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

function usesOf(file: SourceFile, name: string): readonly Use[] {
  return nodesIn(file.program).flatMap(call => {
    const callee = call.type === 'CallExpression' ? unwrap(call.callee) : undefined;
    if (callee?.type !== 'MemberExpression') return [];
    const isOfName = lastNameOf(unwrap(callee.object)) === name;
    return isOfName ? [{ call, method: propertyName(callee) ?? '' }] : [];
  });
}
