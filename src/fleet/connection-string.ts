/** What a pooler's connection string says, or the part of it that makes no sense. */
export type ConnectionString =
  { readonly pairs: ReadonlyMap<string, string> } | { readonly problem: string };

const pair = /\s*([\w]+)\s*=\s*(?:'((?:[^']|'')*)'|([^'\s]\S*|(?=\s|$)))/y;

/** Reads `host=db port=5432 connect_query='select 1'`; two quotes in a quoted value are one. */
export function parseConnectionString(text: string): ConnectionString {
  const pairs = new Map<string, string>();
  const end = text.trimEnd().length;
  for (let offset = 0; offset < end;) {
    pair.lastIndex = offset;
    const match = pair.exec(text);
    if (match === null) return { problem: text.slice(offset).trim() };
    const [whole, key = '', quoted, bare = ''] = match;
    pairs.set(key, quoted?.replaceAll("''", "'") ?? bare);
    offset += whole.length;
  }
  return { pairs };
}

/** Where a client connects to. */
export interface Address {
  /** `postgres`, `mysql`; `undefined` when the address does not say. */
  readonly scheme: string | undefined;
  readonly host: string;
  readonly port: number | undefined;
  readonly user: string | undefined;
  readonly database: string | undefined;
}

/** The address in a URL, or `undefined` when the text is none. */
export function parseAddress(text: string): Address | undefined {
  // Several hosts are no URL of the standard; the first one stands for all.
  const single = text.replace(/^(\w+:\/\/(?:[^@/]*@)?[^/,?]+),[^/?]*/, '$1');
  if (!URL.canParse(single)) return undefined;
  const { protocol, hostname, port, username, pathname } = new URL(single);
  if (hostname === '') return undefined;
  return {
    scheme: protocol.replace(/(?:\+\w+)?:$/, ''),
    host: hostname,
    port: port === '' ? undefined : Number(port),
    user: decode(username),
    database: decode(pathname.slice(1)),
  };
}

function decode(text: string): string | undefined {
  try {
    return text === '' ? undefined : decodeURIComponent(text);
  } catch {
    return text;
  }
}
