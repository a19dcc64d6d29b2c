import type { ConnectionType, Fate, FunctionSummary, ResultSummary, When } from './summary.ts';

const WHEN: Readonly<Record<When, string>> = {
  always: 'on every path',
  'unless it throws': 'unless it throws',
  'when it throws': 'when it throws',
  sometimes: 'on some paths',
};

/** What a function does, in one line: `borrows client; may throw`. */
export function wordSummary(summary: FunctionSummary): string {
  if (!summary.isComplete) return 'too large to be followed to its end';
  const { parameters, results, keeps, mayThrow, returns } = summary;
  const parts = [
    ...parameters.flatMap(({ name, fates }) => fates.map(fate => wordFate(name, fate))),
    ...results.map(wordResult),
    ...keeps.map(
      ({ connection, where }) => `keeps a connection ${wordType(connection)} in ${where}`,
    ),
  ].filter(part => part !== '');
  return [
    ...(parts.length > 0 ? parts : ['is given no connection and gives none']),
    ...(mayThrow ? ['may throw'] : []),
    ...(returns ? [] : ['never returns']),
  ].join('; ');
}

function wordFate(name: string, fate: Fate): string {
  switch (fate.kind) {
    case 'borrowed':
      return `borrows ${name}`;
    case 'released':
      return `releases ${name} ${WHEN[fate.when]}`;
    case 'later':
      return `releases ${name} later${fate.when === 'always' ? '' : `, ${WHEN[fate.when]}`}`;
    case 'stored':
      return `stores ${name} in ${fate.where}`;
    case 'returned':
      // The result says it.
      return '';
    case 'forwarded':
      return `hands ${name} on to ${fate.to}`;
    case 'called':
      return wordCall(name, fate);
  }
}

function wordCall(name: string, fate: Extract<Fate, { kind: 'called' }>): string {
  const call = `calls ${name} with ${fate.connection ?? 'a connection'}`;
  if (fate.owns) return `${call}, which has to release it`;
  if (fate.released === undefined) return call;
  return `${call} and releases it${fate.released === 'always' ? '' : ` ${WHEN[fate.released]}`}`;
}

function wordResult(result: ResultSummary): string {
  const { parameter, connection, isOpen, isCertain } = result;
  const held = parameter ?? `a fresh connection ${wordType(connection)}`;
  const state = isOpen ? '' : ', not opened yet';
  return `gives ${wordHolder(result, held)}${state}${isCertain ? '' : ', on some paths'}`;
}

function wordHolder({ kind, closedBy, inPromise }: ResultSummary, held: string): string {
  const promise = inPromise ? 'a promise of ' : '';
  if (kind === 'iterator') return `an iterator that holds ${held}`;
  if (kind !== 'wrapper') return `${promise}${held}`;
  if (closedBy.includes('')) return `${promise}a function that releases ${held}`;
  const closers = closedBy.map(name => `${name}()`).join(' or ');
  return `${promise}an object with ${held}${closers === '' ? '' : `, closed by ${closers}`}`;
}

function wordType({ package: name, type }: ConnectionType): string {
  return `(${name} ${type})`;
}
