/** A pattern over paths, in parts: what a path begins with, and for `**` what it ends with. */
export interface Pattern {
  readonly first: readonly string[];
  /** `undefined` when the path has nothing but `first`. */
  readonly last: readonly string[] | undefined;
}

/** A pattern that cannot be read. The message shows it and says what is wrong. */
export class EffectPatternError extends Error {
  override name = 'EffectPatternError';
}

/** Reads the text of a pattern; one for each combination of its `{alternatives}`. */
export function parsePatterns(text: string): readonly Pattern[] {
  return [...new Set(expand(text))].map(one => toPattern(one, text));
}

/** Whether a path fits a pattern. */
export function isFitting({ first, last }: Pattern, path: readonly string[]): boolean {
  if (last === undefined) return path.length === first.length && startsWith(path, first);
  const rest = path.length - last.length;
  return rest >= first.length && startsWith(path, first) && startsWith(path.slice(rest), last);
}

/** The one path that a pattern fits; `undefined` when it fits several. */
export function onlyPathOf({ first, last }: Pattern): readonly string[] | undefined {
  return last === undefined && !first.includes('*') ? first : undefined;
}

function startsWith(path: readonly string[], start: readonly string[]): boolean {
  return start.every((segment, index) => segment === '*' || segment === path[index]);
}

function expand(text: string): readonly string[] {
  const [whole, choices] = /\{([^{}]*)\}/.exec(text) ?? [];
  if (whole === undefined || choices === undefined) return [text];
  return choices.split(',').flatMap(choice => expand(text.replace(whole, () => choice)));
}

function toPattern(text: string, written: string): Pattern {
  if (text === 'default') return { first: [], last: undefined };
  const segments = text.split('.');
  const wrong = segments.find(one => !/^(?:\*\*?|\(\)|[\w$]+)$/.test(one) || one === 'default');
  if (wrong !== undefined) {
    throw new EffectPatternError(`The pattern '${written}' has a segment '${wrong}'.`);
  }
  const open = segments.indexOf('**');
  if (open < 0) return { first: segments, last: undefined };
  if (open < segments.lastIndexOf('**')) {
    throw new EffectPatternError(`The pattern '${written}' has \`**\` more than once.`);
  }
  return { first: segments.slice(0, open), last: segments.slice(open + 1) };
}
