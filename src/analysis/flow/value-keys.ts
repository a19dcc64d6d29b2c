import { sortedText } from './maps.ts';
import type { Parts } from './state.ts';
import type { PromiseValue, Value } from './values.ts';

/** A value as text; equal values have equal keys. */
export function valueKey(value: Value | undefined): string {
  switch (value?.k) {
    case undefined:
      return '?';
    case 'literal':
      return `${typeof value.value} ${String(value.value)}${value.tested ? ' tested' : ''}`;
    case 'not':
      return `not ${value.values.join('|')}`;
    case 'truthy':
    case 'falsy':
      return value.k;
    case 'lease':
    case 'ref':
      return `${value.k} ${value.id}`;
    case 'promise':
      return promiseKey(value);
    case 'method':
      return `${valueKey(value.of)}.${value.name}`;
    case 'closure':
      return `closure ${value.file.path}:${value.node.range[0]}`;
    case 'any':
      return `${value.every ? 'every' : 'any'}${value.picked ? ' picked' : ''}(${value.of.map(valueKey).join()})`;
    case 'settle':
      return `settle ${value.ref} ${value.rejects}${value.isErrorFirst ? ' both' : ''}`;
  }
}

function promiseKey({ state, births, begins, runs, races, database, of }: PromiseValue): string {
  const leases = [births, runs ?? [], races ?? []].map(ids => ids.join()).join(' ');
  return `${state} ${leases} ${begins ?? ''} ${database ? 'db' : ''}(${valueKey(of)})`;
}

/** A state as text; equal states have equal keys. */
export function stateKey({ env, leases, heap, transactions, running }: Parts): string {
  return [
    sortedText(env, valueKey),
    sortedText(leases, String),
    sortedText(heap, members => sortedText(members, valueKey)),
    sortedText(transactions, String),
    ...running.map(({ lease, kind, node }) => `${kind} ${lease} ${node.range[0]}`),
  ].join('\n');
}
