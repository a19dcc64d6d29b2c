import { soleReturn } from '../../evidence/identity-sources.ts';
import { constantOf } from '../../source/constants.ts';
import { propertyName } from '../../source/names.ts';
import type { FunctionNode, Node, SourceFile } from '../../source/source-file.ts';
import type { Questions } from '../flow/questions.ts';
import { unwrap } from '../lower/expressions.ts';
import { peel } from './given.ts';
import { askedAt } from './needed.ts';
import type { Work } from './work.ts';

/** A call of an `AsyncLocalStorage`. */
export interface StorageCall {
  /** `run` calls back with something stored, `exit` with nothing, `getStore` gives what is stored. */
  readonly method: 'run' | 'exit' | 'getStore';
  /** Which storage it is, as `identityOf` says; `undefined` when that is open. */
  readonly storage: string | undefined;
  /** Where in the arguments the function stands that it calls at once. */
  readonly callback: number;
}

const CALLBACKS: Readonly<Record<StorageCall['method'], number>> = {
  run: 1,
  exit: 0,
  getStore: -1,
};

/** What a call does with an `AsyncLocalStorage`; `undefined` when it is none of one. */
export function storageCallOf(
  questions: Questions,
  file: SourceFile,
  node: Node,
): StorageCall | undefined {
  if (node.type !== 'CallExpression') return undefined;
  const callee = unwrap(node.callee);
  if (callee.type !== 'MemberExpression') return undefined;
  const method = propertyName(callee);
  if (method !== 'run' && method !== 'exit' && method !== 'getStore') return undefined;
  const shape = questions.shapeOf(file, callee.object);
  if (shape?.kind !== 'package-export' || !shape.path.includes('AsyncLocalStorage')) {
    return undefined;
  }
  const storage = questions.identityOf(file, callee.object);
  return { method, storage, callback: CALLBACKS[method] };
}

/**
 * The storages on which it depends whether a node of a function runs: empty ones (`if (storage.getStore()) return
 * work()`), and those of whose content something was asked (`storage.getStore()?.role === 'system'`).
 */
export function askedStorages(
  questions: Questions,
  file: SourceFile,
  owner: FunctionNode,
  node: Node,
): readonly string[] {
  return askedAt(file, owner, node).flatMap(({ of, isMissing, isCompared }) => {
    const isOfContent = isCompared || peel(of).type === 'MemberExpression';
    const call = isMissing || isOfContent ? storedIn(questions, file, of, MAX_HOPS) : undefined;
    return call === undefined ? [] : [call.storage ?? ''];
  });
}

const MAX_HOPS = 4;

/** The `getStore()` whose result an expression is, a part of, or a test of. */
function storedIn(
  questions: Questions,
  file: SourceFile,
  node: Node,
  hops: number,
): StorageCall | undefined {
  const inner = peel(node);
  const next = (one: Node, of = file) => storedIn(questions, of, one, hops - 1);
  if (hops === 0) return undefined;
  if (inner.type === 'MemberExpression') return next(inner.object);
  if (inner.type === 'UnaryExpression' && inner.operator === '!') return next(inner.argument);
  if (inner.type === 'BinaryExpression') return next(inner.left);
  if (inner.type === 'Identifier') {
    const init = constantOf(file, inner);
    return init && next(init);
  }
  if (inner.type !== 'CallExpression') return undefined;
  const call = storageCallOf(questions, file, inner);
  if (call !== undefined) return call.method === 'getStore' ? call : undefined;
  const called = questions.shapeOf(file, unwrap(inner.callee));
  const given = called?.kind === 'function' ? soleReturn(called.node) : undefined;
  return called?.kind === 'function' && given ? next(given, called.file) : undefined;
}

/** What is left of work that a call does in its callback: with something stored, nobody knows whether what asks for it is done. */
export function throughStorage<T extends Work>(
  questions: Questions,
  file: SourceFile,
  call: Node,
  work: T,
): readonly T[] {
  const { stored } = work;
  const found = stored && storageCallOf(questions, file, call);
  if (stored === undefined || found === undefined) return [work];
  const { method, storage } = found;
  const isIt = (one: string): boolean => one === storage || one === '' || storage === undefined;
  if (method === 'run') return stored.some(isIt) ? [] : [work];
  const left = stored.filter(one => one !== storage);
  const { stored: _, ...rest } = work;
  // What is left out may be left out: it is the same work.
  return [left.length === 0 ? (rest as T) : { ...work, stored: left }];
}
