import type { Driver } from '../drivers/driver.ts';
import type { Helper } from '../drivers/own-functions.ts';
import type { FunctionNode, Node, SourceFile } from '../source/source-file.ts';
import { commentAbove } from './jsdoc.ts';
import type { Shape, SignatureNode } from './shape.ts';

/** What is declared of one call. */
export interface Declared {
  /** The result, or what it is a promise of, is a lease of this driver. */
  readonly acquires?: Driver;
  /** Positions of the arguments that are given back; `all` for every lease. */
  readonly releases?: readonly number[] | 'all';
  readonly borrows: boolean;
}

/** A tag that says nothing, because a name in it is wrong. */
export interface TagProblem {
  readonly node: Node;
  readonly text: string;
}

const TAG = /(?:\/\*\*|\n[ \t]*\*)[ \t]*@(\w+)\b[ \t]*([\w@/.$-]*)/g;

/** What the tags are, and how they are misspelt. */
const SPELLINGS = {
  acquires: /^ac*qu?i+r+e?s?$/,
  releases: /^rel+e?a?s+e*s?$/,
  borrows: /^bor+ow?s?$/,
} as const;

type Tag = keyof typeof SPELLINGS;

/** What the comment above a function says: `@acquires pg`, `@releases client`, `@borrows client`. */
export function declaredAbove(
  shape: Shape | undefined,
  drivers: readonly Driver[],
  complain: (file: SourceFile, problem: TagProblem) => void,
): Declared | undefined {
  if (shape?.kind !== 'function' && shape?.kind !== 'signature') return undefined;
  const comment = commentAbove(shape.file, shape.node);
  if (comment === undefined) return undefined;
  let declared: Declared | undefined;
  for (const [, word = '', name = ''] of comment.matchAll(TAG)) {
    const tag = tagLike(word);
    if (tag === undefined) continue;
    const meant = tag === 'acquires' ? acquires(name, drivers) : ofArgument(shape.node, tag, name);
    const says = word === tag ? meant : misspelt(word, tag, name, meant);
    if (says === undefined) continue;
    if (typeof says === 'string') complain(shape.file, { node: shape.node, text: says });
    else declared = { ...declared, ...says, borrows: tag === 'borrows' };
  }
  return declared;
}

function tagLike(word: string): Tag | undefined {
  const tags: readonly Tag[] = ['acquires', 'releases', 'borrows'];
  return tags.find(tag => SPELLINGS[tag].test(word));
}

/** `@release 1.2` is a tag of somebody else; only what a tag of ours could have behind it is meant as one. */
function misspelt(
  word: string,
  tag: Tag,
  name: string,
  meant: Declared | string,
): string | undefined {
  if (name === '' || typeof meant === 'string') return undefined;
  return `\`@${word} ${name}\` is no tag; it is \`@${tag} ${name}\`.`;
}

function acquires(name: string, drivers: readonly Driver[]): Declared | string {
  const driver = drivers.find(one => one.package === name || one.modules?.includes(name));
  if (driver !== undefined) return { acquires: driver, borrows: false };
  return `\`@acquires\` must name a driver's package, such as \`@acquires pg\`, not '${name}'.`;
}

function ofArgument(node: FunctionNode | SignatureNode, tag: Tag, name: string): Declared | string {
  const names = node.params.map(parameterName);
  const position = name === '' ? -1 : names.indexOf(name);
  if (name !== '' && position === -1) {
    const known = names.filter(one => one !== undefined);
    return `\`@${tag} ${name}\` names no parameter; there ${known.length === 1 ? 'is' : 'are'} ${known.join(', ') || 'none'}.`;
  }
  if (tag === 'borrows') return { borrows: true };
  return { releases: position === -1 ? 'all' : [position], borrows: false };
}

function parameterName(parameter: Node): string | undefined {
  if (parameter.type === 'Identifier') return parameter.name;
  return parameter.type === 'AssignmentPattern' ? parameterName(parameter.left) : undefined;
}

/** What `settings.pool.helpers` says of a call. */
export function declaredInSettings(
  file: SourceFile,
  callee: Node,
  helpers: readonly Helper[],
  drivers: readonly Driver[],
): Declared | undefined {
  if (helpers.length === 0) return undefined;
  const text = file.text.slice(callee.range[0], callee.range[1]);
  const helper = helpers.find(({ name }) => text === name || text.endsWith(`.${name}`));
  if (helper === undefined) return undefined;
  if (helper.does === 'releases') return { releases: 'all', borrows: false };
  if (helper.does === 'borrows') return { borrows: true };
  const driver = drivers.find(one => one.package === helper.driver);
  return driver && { acquires: driver, borrows: false };
}
