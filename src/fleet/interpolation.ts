/** Values that stand in for variables of a deployment file. */
export type Values = ReadonlyMap<string, string>;

const pattern = /\$(?:\$|(\w+)|\{(\w+)(?:(:?[-+?])([^}]*))?\})/g;

/**
 * Fills in `$NAME`, `${NAME}`, `${NAME:-default}` and the like, as Compose does.
 *
 * Gives `undefined` when a variable without a default has no value: nobody knows what it is then.
 */
export function interpolate(text: string, values: Values): string | undefined {
  let isKnown = true;
  const filled = text.replaceAll(
    pattern,
    (whole, bare?: string, braced?: string, sign = '', word = '') => {
      if (whole === '$$') return '$';
      const value = values.get(bare ?? braced ?? '');
      const isSet = value !== undefined && !(sign.startsWith(':') && value === '');
      if (sign.endsWith('+')) return isSet ? word : '';
      if (isSet) return value;
      if (sign.endsWith('-')) return word;
      isKnown = false;
      return '';
    },
  );
  return isKnown ? filled : undefined;
}

/** The variables of an `.env` file. */
export function parseEnvironment(text: string): Values {
  const values = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, name, value] = /^\s*(?:export\s+)?([\w.]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    const quoted = /^(['"])(.*)\1/.exec(value);
    values.set(name, quoted?.[2] ?? value.replace(/\s+#.*$/, ''));
  }
  return values;
}
