import type { LeaseType, PoolType } from '../../drivers/driver.ts';
import { propertyName } from '../../source/names.ts';
import type { Node } from '../../source/source-file.ts';
import { leaseTypesOf, poolTypesOf } from '../driver-types.ts';
import { insert, replace } from '../edit.ts';
import type { NoWay } from '../hold/way.ts';
import { installedVersion, isAtLeast } from '../installed.ts';
import type { EditSource } from '../source.ts';
import type { Handle, Told } from './statement.ts';

/** Calls a statement on the handle of a transaction instead of the root. */
export function callOn(
  on: Node,
  type: PoolType | undefined,
  handle: Handle,
  source: EditSource,
): Told | NoWay {
  const { name } = handle;
  const [start, end] = on.range;
  const { path } = source.file;
  if (on.type === 'CallExpression' && on.callee.type === 'Identifier') {
    if (!gives(handle, on.callee.name, source)) return { reason: NO_ROOT };
    return { edits: [insert(path, start, `${name}.`)], root: on };
  }
  if (!isPath(on)) return { reason: NO_ROOT };
  const text = source.textOf(on);
  const rootText = `${text}${leadTo(handle, type)}`;
  if (type?.boundBy !== undefined && type.type !== handle.type) {
    const reason = whyNotBound(type.boundBy.since, handle, source);
    if (reason !== undefined) return { reason };
    const bound = `${name}.${type.boundBy.method}(${text})`;
    return { edits: [replace({ file: path, start, end }, bound)], root: on, rootText };
  }
  const whole = withLink(on, type, handle);
  const { parent } = whole;
  const isMember = parent?.type === 'MemberExpression' && parent.object === whole;
  const method = isMember ? propertyName(parent) : '()';
  if (method === undefined || !has(handle, method, source)) {
    return { reason: `The transaction has no \`${method ?? '[…]'}\`.` };
  }
  const edit = replace({ file: path, start, end: whole.range[1] }, name);
  return { edits: [edit], root: on, rootText };
}

const NO_ROOT = 'What it is called on is no variable and no field.';

/** A variable, or a field behind one or behind `this`. */
function isPath(node: Node): boolean {
  if (node.type === 'Identifier' || node.type === 'ThisExpression') return true;
  return node.type === 'MemberExpression' && !node.computed && isPath(node.object);
}

/** `dataSource.manager`: what leads from the root to something of the handle's type. */
function withLink(on: Node, type: PoolType | undefined, handle: Handle): Node {
  const member = on.parent;
  if (member?.type !== 'MemberExpression' || member.object !== on) return on;
  return type?.gives?.[propertyName(member) ?? ''] === handle.type ? member : on;
}

function leadTo({ type: wanted }: Handle, type: PoolType | undefined): string {
  if (type === undefined || type.type === wanted) return '';
  const link = Object.entries(type.gives ?? {}).find(
    ([key, given]) => given === wanted && /^[a-z]+$/.test(key),
  );
  return link === undefined ? '' : `.${link[0]}`;
}

function whyNotBound(
  since: string,
  { package: name }: Handle,
  source: EditSource,
): string | undefined {
  const version = installedVersion(name, source);
  if (version === undefined) return `Which version of \`${name}\` it uses is not known.`;
  return isAtLeast(version, since) ? undefined : `It needs \`${name}\` ${since}.`;
}

type Type = Pick<LeaseType & PoolType, 'use' | 'gives' | 'oneShot'>;

/** What the driver says of the handle's type, which may be that of a connection or of a root. */
function typesOf({ package: name, type }: Handle, source: EditSource): readonly Partial<Type>[] {
  const found = [...leaseTypesOf(name, source), ...poolTypesOf(name, source)];
  const own = found.filter(one => one.type === type);
  return own.length > 0 ? own : [{ use: ['*'] }];
}

function gives(handle: Handle, method: string, source: EditSource): boolean {
  return typesOf(handle, source).some(one => Object.hasOwn(one.gives ?? {}, method));
}

/** Whether a transaction has a method, as far as its driver says. */
export function has(handle: Handle, method: string, source: EditSource): boolean {
  return typesOf(handle, source).some(
    ({ use = [], oneShot = [], gives: given = {} }) =>
      use.includes('*') || [...use, ...oneShot, ...Object.keys(given)].includes(method),
  );
}
