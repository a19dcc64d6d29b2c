const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML shows it, in an attribute too. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, character => entities[character] ?? character);
}
