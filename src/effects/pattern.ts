/** The segments of a path, with `*` and `**` among them. */
export type Pattern = readonly string[];

/** A pattern that cannot be read. The message shows it and says what is wrong. */
export class EffectPatternError extends Error {
  override name = 'EffectPatternError';
}

/** Reads the text of a pattern; one for each combination of its `{alternatives}`. */
export function parsePatterns(text: string): readonly Pattern[] {
  return [...new Set(expand(text))].map(one => toPattern(one, text));
}

/** Whether a path fits a pattern, from the given segments on. */
export function isFitting(
  pattern: Pattern,
  path: readonly string[],
  from: { readonly pattern: number; readonly path: number } = { pattern: 0, path: 0 },
): boolean {
  const segment = pattern[from.pattern];
  const isAtEnd = from.path === path.length;
  if (segment === undefined) return isAtEnd;
  const next = { pattern: from.pattern + 1, path: from.path + 1 };
  if (segment === '**') {
    if (isFitting(pattern, path, { ...next, path: from.path })) return true;
    return !isAtEnd && isFitting(pattern, path, { ...next, pattern: from.pattern });
  }
  if (isAtEnd || (segment !== '*' && segment !== path[from.path])) return false;
  return isFitting(pattern, path, next);
}

/** Whether a pattern fits several paths, and not only its own segments. */
export function isOpen(pattern: Pattern): boolean {
  return pattern.includes('*') || pattern.includes('**');
}

function expand(text: string): readonly string[] {
  const [whole, choices] = /\{([^{}]*)\}/.exec(text) ?? [];
  if (whole === undefined || choices === undefined) return [text];
  return choices.split(',').flatMap(choice => expand(text.replace(whole, () => choice)));
}

function toPattern(text: string, written: string): Pattern {
  if (text === 'default') return [];
  const segments = text.split('.');
  const wrong = segments.find(one => !/^(?:\*\*?|\(\)|[\w$]+)$/.test(one) || one === 'default');
  if (wrong === undefined) return segments;
  throw new EffectPatternError(`The pattern '${written}' has a segment '${wrong}'.`);
}
