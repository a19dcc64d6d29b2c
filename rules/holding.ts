import type { Hold, Hop, Take } from '../src/analysis/facts.ts';
import type { Named } from '../src/analysis/use-facts.ts';

/** A hold as a message begins with it: what is held, and since which line. */
export function nameHold(hold: Hold): string {
  const { name, by, package: driver } = hold;
  if (by === 'parameter') return `\`${name ?? hold.call}\` (${driver}), lent to this function,`;
  if (by === 'scope') return `The connection of ${nameCall(hold)}`;
  return `${name === undefined ? 'The connection' : `\`${name}\``} from ${nameCall(hold)}`;
}

/** A connection in the middle of a sentence. */
export function nameConnection({ name, by, call, package: driver }: Named): string {
  if (by === 'parameter') return `\`${name ?? call}\` (${driver})`;
  if (by === 'scope' || name === undefined) return `the connection of \`${call}\` (${driver})`;
  return `\`${name}\` from \`${call}\` (${driver})`;
}

/** The call that a hold begins with, and its line. */
export function nameCall({ call, line, package: driver }: Hold): string {
  return `\`${call}\` on line ${line} (${driver})`;
}

/** How the work is reached: ``, through `sendMail()` → `post()` ``; nothing when it stands there itself. */
export function nameWay(through: readonly Hop[]): string {
  if (through.length === 0) return '';
  const texts = through.map(({ text }) => `\`${text}\``);
  const shown = texts.length <= 3 ? texts : [texts[0], '…', texts.at(-1)];
  return `, through ${shown.join(' → ')}`;
}

/** Whether a statement runs outside the transaction that is open: it has a handle of its own, and this is not it. */
export function isForeignStatement({ by, type }: Hold, { use }: Take): boolean {
  return use === 'statement' && (by === 'scope' || /transaction|session/i.test(type));
}
