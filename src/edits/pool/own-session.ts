import type { Node } from '../../source/source-file.ts';
import { functionAround, nodesIn } from '../../source/walk.ts';
import type { EditSource } from '../source.ts';

/** What stays with a connection that goes back to its pool, and ends with one that is closed. */
const STAYS =
  /^[`'"]?\s*(?:set\s+(?!local\b|transaction\b)[\w.@"]+[^=]*?(?:=|\bto\b)|set\s+(?:session|role|names)\b|reset\s+\w|listen\s+\w|prepare\s+\w|create\s+(?:local\s+|global\s+)?temp|lock\s+tables|use\s+(?!strict\b)[\w`"$])|\b(?:set_config|pg_(?:try_)?advisory_lock(?:_shared)?|get_lock)\s*\(/i;

/** Why other calls would find what this one left in its connection; `undefined` when nothing says so. */
export function whyOwnSession(made: Node, { file, textOf }: EditSource): string | undefined {
  const left = nodesIn(functionAround(made)).find(
    node => /^(?:Literal|TemplateLiteral)$/.test(node.type) && STAYS.test(textOf(node)),
  );
  if (left === undefined) return undefined;
  return `What line ${file.lineOf(left.range[0])} sets would stay for other calls.`;
}
