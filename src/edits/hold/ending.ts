import type { Lease } from '../../analysis/facts.ts';
import type { Edit } from '../edit.ts';
import { replace } from '../edit.ts';
import type { EditSource } from '../source.ts';
import type { Binding } from './binding.ts';
import type { Destroy } from './releases.ts';

/** What gives a lease back in one place, and what must be said before and on the way. */
export interface Ending {
  /** The statements that do it, one for each line, without indentation. */
  readonly lines: readonly string[];
  /** The declaration of what tells that the connection is broken, in front of the `try`. */
  readonly declaration?: string;
  /** What stands where the connection was closed before. */
  readonly edits: readonly Edit[];
}

/** Gives the lease back; `mayBeMissing` asks first whether there is one. */
export function endingFor(
  lease: Lease,
  { name }: Binding,
  source: EditSource,
  {
    destroys,
    mayBeMissing,
  }: { readonly destroys: readonly Destroy[]; readonly mayBeMissing: boolean },
): Ending | undefined {
  const { language, style, file } = source;
  const [first] = destroys;
  if (first === undefined) {
    return { lines: [oneLine(lease, name, source, mayBeMissing)], edits: [] };
  }
  if (mayBeMissing) return undefined;
  const isFlag = destroys.every(({ argument }) => argument === 'true');
  const flag = freeName(
    file.text,
    isFlag ? ['isBroken', 'connectionIsBroken'] : ['failure', 'brokenBy'],
  );
  if (flag === undefined) return undefined;
  const type = language.isTypeScript ? ': Error | boolean | undefined' : '';
  const end = style.semicolon;
  const edits = destroys.map(({ statement, argument }) => {
    const isReturn = statement.type === 'ReturnStatement';
    const [start, stop] = statement.range;
    const text = `${flag} = ${argument}${end}${isReturn ? ' return' + end : ''}`;
    return replace({ file: file.path, start, end: stop }, text);
  });
  return {
    declaration: isFlag ? `let ${flag} = false${end}` : `let ${flag}${type}${end}`,
    edits,
    lines: linesFor(lease, name, flag, first, end),
  };
}

function linesFor(lease: Lease, name: string, flag: string, destroy: Destroy, end: string) {
  const { isAsync } = lease.handling;
  const wait = isAsync ? 'await ' : '';
  if (destroy.method === undefined) return [withArgument(wait + lease.giveBack, flag) + end];
  return [`if (${flag}) ${name}.${destroy.method}()${end}`, `else ${wait}${lease.giveBack}${end}`];
}

function withArgument(call: string, argument: string): string {
  return call.replace(/\(\)$/, `(${argument})`);
}

function oneLine(
  { giveBack, handling }: Lease,
  name: string,
  { language, style }: EditSource,
  mayBeMissing: boolean,
): string {
  const wait = handling.isAsync ? 'await ' : '';
  if (!mayBeMissing) return `${wait}${giveBack}${style.semicolon}`;
  const isPlain = giveBack.startsWith(`${name}.`);
  if (isPlain && language.isTypeScript && language.hasOptionalChaining) {
    return `${wait}${name}?${giveBack.slice(name.length)}${style.semicolon}`;
  }
  return `if (${name}) ${wait}${giveBack}${style.semicolon}`;
}

/** The first of some names that the file does not use. */
export function freeName(text: string, names: readonly string[]): string | undefined {
  return names.find(name => !new RegExp(`\\b${name}\\b`).test(text));
}

/** The statement that rolls back what is open on the lease; `undefined` where nothing has to. */
export function rollBackLine(
  { handling }: Lease,
  { name }: Binding,
  { style }: EditSource,
): string | undefined {
  const { rollBack, begins } = handling;
  if (rollBack === undefined || begins.length === 0) return undefined;
  const { method, statement } = rollBack;
  const argument = statement === undefined ? '' : quoted(statement, style.quote);
  return `await ${name}.${method}(${argument})${style.semicolon}`;
}

function quoted(text: string, quote: string): string {
  return `${quote}${text}${quote}`;
}
