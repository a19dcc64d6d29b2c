import type { Hold, Hop, Take, Wait } from '../src/analysis/hold-facts.ts';
import type { Named } from '../src/analysis/use-facts.ts';
import { nameLine } from './lines.ts';
import { namePackage } from './package.ts';

const ORDER = ['own', 'middleware', 'scope', 'parameter'];

/** Those that were acquired here stand before those that are lent. */
export function byOwnership(a: Pick<Hold, 'by'>, b: Pick<Hold, 'by'>): number {
  return ORDER.indexOf(a.by) - ORDER.indexOf(b.by);
}

/** A hold as a message begins with it: what is held, and since which line. */
export function nameHold(hold: Hold): string {
  const { name, by } = hold;
  if (by === 'parameter')
    return `\`${name ?? hold.call}\` (${namePackage(hold)}), lent to this function,`;
  if (by === 'scope' || by === 'middleware') return `The connection of ${nameCall(hold)}`;
  return `${name === undefined ? 'The connection' : `\`${name}\``} from ${nameCall(hold)}`;
}

/** A connection in the middle of a sentence. */
export function nameConnection(connection: Named): string {
  const { name, by, call } = connection;
  const driver = namePackage(connection);
  if (by === 'parameter') return `\`${name ?? call}\` (${driver})`;
  if (by === 'scope' || by === 'middleware' || name === undefined)
    return `the connection of \`${call}\` (${driver})`;
  return `\`${name}\` from \`${call}\` (${driver})`;
}

/** The call that a hold begins with, and its line. */
export function nameCall(hold: Hold): string {
  return `\`${hold.call}\` on line ${hold.line} (${namePackage(hold)})`;
}

/** How the work is reached: ``, through `sendMail()` → `post()` ``; nothing when it stands there itself. */
export function nameWay(through: readonly Hop[]): string {
  if (through.length === 0) return '';
  const texts = through.map(({ text }) => `\`${text}\``);
  const shown = texts.length <= 3 ? texts : [texts[0], '…', texts.at(-1)];
  return `, through ${shown.join(' → ')}`;
}

/**
 * How the work is reached, as a sentence of its own: the line of each call, and the call. Nothing when the
 * work stands there itself.
 */
export function nameChain({
  through,
  text,
  work,
}: Pick<Wait, 'through' | 'text' | 'work'>): string {
  const [first] = through;
  if (first === undefined) return '';
  let { file } = first;
  const hops = [...through, { text, ...work }];
  const steps = hops.map((hop, index) => {
    // Behind what is left out, the file is named again.
    const isBehindGap = hops.length > 4 && index === hops.length - 2;
    if (isBehindGap) file = '';
    const line = nameLine(hop.line, hop.file, file);
    ({ file } = hop);
    return `line ${line} → ${hop.text.replaceAll('`', "'")}`;
  });
  const shown = steps.length <= 4 ? steps : [...steps.slice(0, 2), '…', ...steps.slice(-2)];
  return ` The way: \`${shown.join(' → ')}\`.`;
}

/** Whether a statement runs outside the transaction that is open: it has a handle of its own, and this is not it. */
export function isForeignStatement({ isTransaction }: Hold, { use }: Take): boolean {
  return use === 'statement' && isTransaction;
}
