import type { Carries } from '../../drivers/carries.ts';
import { optionsPosition } from '../../drivers/carries.ts';
import { keyName } from '../../source/names.ts';
import type { Node } from '../../source/source-file.ts';
import { insert, replace, type Edit } from '../edit.ts';
import { isNoWay, type NoWay, type Way } from '../hold/way.ts';
import { methodOf, type Call } from '../move/steps.ts';
import type { EditSource } from '../source.ts';
import { indentationAt } from '../style.ts';
import { appendArgument } from './append.ts';

interface Named {
  readonly name: string;
  readonly mayBeMissing: boolean;
  /** Default: the one that is called. */
  readonly method?: string;
}

/** Passes a transaction in the options of a call, or as the argument itself. */
export function carryOption(
  call: Call,
  carries: Carries,
  handle: Named,
  source: EditSource,
): Way | NoWay {
  const { path } = source.file;
  const { option, chained = [], behindList = [] } = carries;
  const { name } = handle;
  const method = handle.method ?? methodOf(call) ?? '';
  const position = optionsPosition(carries, method) ?? 0;
  const before = call.arguments.slice(0, position + 1);
  if (before.some(({ type }) => type === 'SpreadElement')) {
    return { reason: 'Its arguments are spread.' };
  }
  if (behindList.includes(method) && call.arguments[0]?.type !== 'ArrayExpression') {
    return { reason: `\`${method}()\` reads options only behind a list.` };
  }
  const argument = call.arguments[position];
  const told = option === undefined ? name : `{ ${property(option, name)} }`;
  if (argument !== undefined) {
    const way = intoArgument(argument, option, name, source);
    const strays = dropStrays(call, position, option, source);
    return isNoWay(way) ? way : { edits: [...way.edits, ...strays] };
  }
  if (call.arguments.length === position) return { edits: appendArgument(call, told, source) };
  const [link] = chained;
  if (link === undefined || option === undefined) {
    return { reason: 'Its options would stand behind arguments that are left out.' };
  }
  const given = handle.mayBeMissing ? `${name} ?? null` : name;
  return { edits: [insert(path, call.range[1], `.${link}(${given})`)] };
}

/** `findOne({ where }, { transaction })`: options that stand one argument too far, where nothing reads them. */
function dropStrays(
  call: Call,
  position: number,
  option: string | undefined,
  { file }: EditSource,
): readonly Edit[] {
  const last = call.arguments.at(-1);
  const before = call.arguments.at(-2);
  const isLast = call.arguments.length === position + 2;
  if (!isLast || last?.type !== 'ObjectExpression' || before === undefined) return [];
  const [only, ...rest] = last.properties;
  const isStray = only?.type === 'Property' && keyName(only) === option && rest.length === 0;
  if (!isStray) return [];
  return [replace({ file: file.path, start: before.range[1], end: last.range[1] }, '')];
}

function property(option: string, name: string): string {
  return option === name ? option : `${option}: ${name}`;
}

function intoArgument(
  argument: Node,
  option: string | undefined,
  name: string,
  source: EditSource,
): Way | NoWay {
  const { path } = source.file;
  const [start, end] = argument.range;
  const at = { file: path, start, end };
  if (option === undefined) return { edits: [replace(at, name)] };
  const written = property(option, name);
  if (argument.type === 'ObjectExpression')
    return { edits: [intoObject(argument, option, name, source)] };
  if (
    /^(?:Identifier|MemberExpression)$/.test(argument.type) &&
    source.textOf(at) !== 'undefined'
  ) {
    return { edits: [replace(at, `{ ...${source.textOf(at)}, ${written} }`)] };
  }
  if (argument.type === 'Literal' || source.textOf(at) === 'undefined') {
    return { edits: [replace(at, `{ ${written} }`)] };
  }
  return { reason: 'Its options are no object that is written here.' };
}

function intoObject(
  object: Extract<Node, { type: 'ObjectExpression' }>,
  option: string,
  name: string,
  source: EditSource,
): Edit {
  const { text, path } = source.file;
  const written = property(option, name);
  // `{ where, t }` was meant to say it, and names no option.
  const known = object.properties.find(
    one =>
      one.type === 'Property' &&
      (keyName(one) === option || (one.shorthand && keyName(one) === name)),
  );
  if (known !== undefined) {
    const [start, end] = known.range;
    return replace({ file: path, start, end }, written);
  }
  const last = object.properties.at(-1);
  if (last === undefined) {
    const [start, end] = object.range;
    return replace({ file: path, start, end }, `{ ${written} }`);
  }
  const [first] = object.properties;
  const isSpread =
    first !== undefined && text.slice(object.range[0], first.range[0]).includes('\n');
  const gap = isSpread ? source.style.newline + indentationAt(text, last.range[0]) : ' ';
  return insert(path, last.range[1], `,${gap}${written}`);
}
