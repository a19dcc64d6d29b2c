import { isParseFailure, parseFile } from '../parse.ts';
import { nodesIn } from '../walk.ts';

/** A text without what stands between tags, where brackets and quotes are no code; `undefined` when it does not parse. */
export function withoutMarkupText(text: string): string | undefined {
  const file = parseFile('text.tsx', text, 'lazy');
  if (isParseFailure(file)) return undefined;
  let left = '';
  let from = 0;
  for (const node of nodesIn(file.program)) {
    if (node.type !== 'JSXText') continue;
    left += text.slice(from, node.range[0]);
    [, from] = node.range;
  }
  return left + text.slice(from);
}
