/** An SQL text as reports show it: one line, no literals, which may be secrets, and not long. */
export function toShownStatement(text: string): string {
  const bare = text
    .replace(/'(?:[^']|'')*'/g, "'…'")
    .replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, '$…$')
    // MySQL also has strings in double quotes; where they cannot be names they are hidden.
    .replace(/([=<>(,]\s*|\blike\s+)"[^"]*"/gi, '$1"…"')
    .replace(/\b\d[\d.]{2,}\b/g, '…')
    .replace(/\s+/g, ' ')
    .trim();
  return bare.length > 120 ? `${bare.slice(0, 119)}…` : bare;
}

/** A URL as reports show it: no user, no query string, no fragment, since secrets live there. */
export function toShownUrl(origin: string, path: string): string {
  const end = path.search(/[?#]/);
  const shownPath = end < 0 ? path : path.slice(0, end);
  return `${origin.replace(/\/\/[^/@]*@/, '//').replace(/\/$/, '')}${shownPath}`;
}

/** A duration as people read it: `4.2 s`, `310 ms`. */
export function toDuration(ms: number): string {
  return ms >= 1000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms)} ms`;
}
