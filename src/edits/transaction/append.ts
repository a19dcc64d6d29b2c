import type { SourceFile } from '../../source/source-file.ts';
import { nodesIn } from '../../source/walk.ts';
import { insert, replace, type Edit } from '../edit.ts';
import { indentLines } from '../lines.ts';
import type { Call } from '../move/steps.ts';
import type { EditSource } from '../source.ts';
import { indentationAt } from '../style.ts';

/**
 * Puts an argument behind those of a call.
 *
 * Behind an object over several lines each argument gets lines of its own, as Prettier has it, unless
 * the file itself goes on behind the brace.
 */
export function appendArgument(call: Call, written: string, source: EditSource): readonly Edit[] {
  const { file, style } = source;
  const { text, path } = file;
  const last = call.arguments.at(-1);
  if (last === undefined) return [insert(path, call.range[1] - 1, written)];
  const [start, end] = last.range;
  if (!isHugged(call, text) || /^\s*\}, \{/m.test(text)) {
    return [insert(path, end, `, ${written}`)];
  }
  const own = style.newline + indentationAt(text, start);
  const inner = own + style.indent;
  const comma = endsWithComma(file) ? ',' : '';
  return [
    ...call.arguments.map((each, index) => onOwnLine(each, call.arguments[index - 1], inner, path)),
    ...indentLines(file, [text.indexOf('\n', start) + 1, end], style.indent),
    insert(path, end, `,${inner}${written}${comma}${own}`),
  ];
}

type Argument = Call['arguments'][number];

function onOwnLine(one: Argument, before: Argument | undefined, gap: string, path: string): Edit {
  const [start] = one.range;
  if (before === undefined) return insert(path, start, gap);
  return replace({ file: path, start: before.range[1], end: start }, `,${gap}`);
}

/** `f(a, {` to `})`: the last argument is an object over several lines, and all begin on the line of the call. */
function isHugged({ arguments: given, range }: Call, text: string): boolean {
  const last = given.at(-1);
  if (last?.type !== 'ObjectExpression' || text.slice(last.range[1], range[1]) !== ')')
    return false;
  const isPlain = given.every(
    (one, index) => index === 0 || text.slice(given[index - 1]?.range[1], one.range[0]) === ', ',
  );
  const head = text.slice(text.lastIndexOf('(', given[0]?.range[0]), last.range[0]);
  return isPlain && !head.includes('\n') && text.slice(...last.range).includes('\n');
}

/** Whether a comma stands behind the last of several arguments that have lines of their own; Prettier writes one. */
function endsWithComma({ program, text }: SourceFile): boolean {
  const ends = nodesIn(program).flatMap(node => {
    if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return [];
    const end = node.arguments.at(-1)?.range[1];
    return end === undefined ? [] : [text.slice(end, node.range[1])];
  });
  const apart = ends.filter(end => /^,?\s*\n\s*\)$/.test(end));
  return apart.filter(end => end.startsWith(',')).length * 2 >= apart.length;
}
