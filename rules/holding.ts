import type { Hold, Hop, Take } from '../src/analysis/facts.ts';
import type { Named } from '../src/analysis/use-facts.ts';

/** A hold as a message begins with it. */
export function nameHold({ name, by, call, package: driver }: Named): string {
  if (by === 'parameter') return `The connection \`${name ?? call}\` (${driver})`;
  if (by === 'scope') return `The connection of \`${call}\` (${driver})`;
  return `${name === undefined ? 'The connection' : `\`${name}\``} from \`${call}\` (${driver})`;
}

/** How the work is reached: `, through line 14 → sendMail() → post()`; nothing when it stands there itself. */
export function nameWay(through: readonly Hop[]): string {
  if (through.length === 0) return '';
  return `, through ${through.map(({ text }) => `\`${text}\``).join(' → ')}`;
}

/** Whether a statement runs outside the transaction that is open: it has a handle of its own, and this is not it. */
export function isForeignStatement({ by, type }: Hold, { use }: Take): boolean {
  return use === 'statement' && (by === 'scope' || /transaction|session/i.test(type));
}
