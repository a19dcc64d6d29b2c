import type { FunctionNode, Node } from '../../source/source-file.ts';
import type { Span } from '../../span.ts';
import type { Edit } from '../edit.ts';
import { freeName } from '../hold/ending.ts';
import type { EditSource } from '../source.ts';
import type { Told } from './statement.ts';

/** A function that is to take the handle. */
export interface Receiver {
  readonly at: Span;
  readonly name: string;
  /** What stands in where it is called without. */
  root?: Node;
  rootText?: string;
}

/** What has been found to be edited so far. */
export interface Plan {
  readonly edits: Edit[];
  readonly receivers: ReadonlyMap<string, Receiver>;
  /** The parameter of a function: the same whoever leads there. */
  nameIn(at: Span, owner: FunctionNode, wanted: string, source: EditSource): string | undefined;
  /** A statement of a function is called on its parameter: the root has to stand in for it. */
  standIn(owner: Span, told: Told): void;
}

const NAMES = ['tx', 'trx', 'transaction'];

/** A plan with nothing in it. */
export function planFor(): Plan {
  const receivers = new Map<string, Receiver>();
  const keyOf = ({ file, start }: Span): string => `${file} ${start}`;
  return {
    edits: [],
    receivers,
    nameIn(at, owner, wanted, source) {
      const known = receivers.get(keyOf(at));
      if (known !== undefined) return known.name;
      const text = source.at(at.file)?.textOf(owner) ?? '';
      const name = freeName(text, [wanted, ...NAMES]);
      if (name !== undefined) receivers.set(keyOf(at), { at, name });
      return name;
    },
    standIn(owner, { root, rootText }) {
      const receiver = receivers.get(keyOf(owner));
      if (receiver === undefined || root === undefined) return;
      receiver.root ??= root;
      receiver.rootText ??= rootText ?? '';
    },
  };
}
