/** The entries of a map as text, whatever their order. */
export function sortedText<T>(map: ReadonlyMap<string, T>, text: (value: T) => string): string {
  if (map.size === 0) return '';
  return [...map]
    .map(([key, value]) => `${key}=${text(value)}`)
    .sort()
    .join(';');
}

/** A map with one entry more, or less when there is no value. */
export function withEntry<T>(
  map: ReadonlyMap<string, T> | undefined,
  key: string,
  value: T | undefined,
): ReadonlyMap<string, T> {
  const changed = new Map(map);
  if (value === undefined) changed.delete(key);
  else changed.set(key, value);
  return changed;
}
