import type { Hold } from '../analysis/hold-facts.ts';

/** How we know what a lease is, in a sentence. */
export function wordEvidence({ evidence, usage }: Pick<Hold, 'evidence' | 'usage'>): string {
  switch (evidence) {
    case 'creation':
      return 'the code that makes the pool or connection was seen';
    case 'annotation':
      return 'a type annotation names it';
    case 'type':
      return 'TypeScript resolved its type to the package’s typings';
    case 'usage':
      return usage === undefined ? 'it is used like a connection' : wordUsage(usage);
  }
}

function wordUsage({ methods, packages, toldBy }: NonNullable<Hold['usage']>): string {
  const names = methods.map(method => `\`${method}\``);
  const use = `${list(names, 'and')} ${methods.length === 1 ? 'is' : 'are'} called on it`;
  const isOpen = packages.length > 1;
  if (toldBy === 'nothing') {
    const doubt = isOpen ? 'which of them it is' : 'what it is';
    return `${use}, as on a connection of ${list(packages, 'or')}; nothing else says ${doubt}`;
  }
  const teller = toldBy === 'import' ? 'the file imports' : 'package.json names';
  const doubt = isOpen ? '; nothing says which of them it is' : '';
  return `${use}, and ${teller} ${list(packages, 'and')}${doubt}`;
}

/** `a, b and c` */
function list(words: readonly string[], last: 'and' | 'or'): string {
  if (words.length < 2) return words.join();
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}
