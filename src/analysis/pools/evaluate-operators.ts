import type { Known, Plain } from './known.ts';
import { eitherOf, mapKnown, plain, unknown } from './known.ts';

/** A value as arithmetic reads it. */
export function numberOf(value: Plain): number {
  return value === undefined ? NaN : Number(value);
}

/** `4 * 100`, `url + '?max=5'`; comparisons are left to the run. */
export function binaryValue(operator: string, left: Known, right: Known): Known {
  if (operator === '+') return sumOf(left, right);
  const compute = ARITHMETIC[operator];
  if (compute === undefined || left.k === 'unknown' || right.k === 'unknown') return unknown;
  return combine(left, right, (a, b) => compute(numberOf(a), numberOf(b)));
}

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  '*': (a, b) => a * b,
  '-': (a, b) => a - b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '**': (a, b) => a ** b,
};

function sumOf(left: Known, right: Known): Known {
  const isText = [left, right].some(one => one.k === 'value' && typeof one.value === 'string');
  if (!isText) return combine(left, right, add);
  // What is not known of a text is a letter, so that the rest still reads as a connection string.
  const text = (one: Known) => (one.k === 'value' ? String(one.value) : 'x');
  return plain(text(left) + text(right));
}

function add(a: Plain, b: Plain): Plain {
  if (typeof a === 'string' || typeof b === 'string') return `${String(a)}${String(b)}`;
  return numberOf(a) + numberOf(b);
}

/** Something made of two values; a variable in one of them stays one. */
export function combine(left: Known, right: Known, join: (a: Plain, b: Plain) => Plain): Known {
  if (left.k === 'value') return mapKnown(right, other => join(left.value, other));
  if (right.k === 'value') return mapKnown(left, one => join(one, right.value));
  if (left.k === 'either' && right.k === 'either') {
    return eitherOf(left.of.map(one => combine(one, right, join)));
  }
  return unknown;
}
