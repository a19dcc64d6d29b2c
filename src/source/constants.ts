import type { Node, SourceFile } from './source-file.ts';

/** What the variable behind a name starts with, when it gets no other value; patterns are not taken apart. */
export function constantOf(file: SourceFile, identifier: Node): Node | undefined {
  const variable = file.variableOf(identifier);
  const [definition, ...others] = variable?.defs ?? [];
  const declarator = definition?.node;
  if (others.length > 0 || declarator?.type !== 'VariableDeclarator') return undefined;
  if (declarator.id !== definition?.name) return undefined;
  const writes = variable?.references.filter(one => one.isWrite()) ?? [];
  return writes.length === 1 ? (declarator.init ?? undefined) : undefined;
}
