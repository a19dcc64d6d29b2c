import type { Lines, Position } from './lines.ts';
import type { Colors } from './terminal.ts';

/** A labelled place in a frame. */
export interface Label {
  readonly from: Position;
  readonly to: Position;
  readonly text: string;
  /** The place the message is about. */
  readonly isMain: boolean;
}

/** How a frame is drawn. */
export interface FrameStyle {
  readonly colors: Colors;
  readonly columns: number;
}

/** A part of a line that fits, and what to draw under it. */
interface Window {
  readonly text: string;
  /** The column that `text` starts at, from 0. */
  readonly start: number;
}

/** Draws the lines that labels are on, each with its labels under it, and `…` for what is between. */
export function drawFrame(
  labels: readonly Label[],
  lines: Lines,
  style: FrameStyle,
): readonly string[] {
  const merged = mergeLabels(labels);
  const numbers = [...new Set(merged.map(label => label.from.line))].sort((a, b) => a - b);
  const width = String(numbers.at(-1) ?? 0).length + 2;
  const drawn: string[] = [];
  let last: number | undefined;
  for (const number of numbers) {
    if (last !== undefined) drawn.push(...drawGap(last, number, lines, width, style));
    const own = merged.filter(label => label.from.line === number);
    drawn.push(...drawLine(number, own, lines, width, style));
    last = number;
  }
  return drawn;
}

/** Labels at the same place become one. */
function mergeLabels(labels: readonly Label[]): readonly Label[] {
  const byPlace = new Map<string, Label>();
  for (const label of labels) {
    const place = [label.from, label.to].map(({ line, column }) => `${line}:${column}`).join();
    const known = byPlace.get(place);
    const text = known === undefined ? label.text : `${known.text}, ${label.text}`;
    byPlace.set(place, { ...label, text, isMain: label.isMain || known?.isMain === true });
  }
  return [...byPlace.values()];
}

function drawGap(
  from: number,
  to: number,
  lines: Lines,
  width: number,
  style: FrameStyle,
): readonly string[] {
  if (to - from === 1) return [];
  // One line between is no longer than the sign that it is missing.
  if (to - from === 2) return drawLine(from + 1, [], lines, width, style);
  return [style.colors.dim(`${'…'.padStart(width)} │`)];
}

function drawLine(
  number: number,
  labels: readonly Label[],
  lines: Lines,
  width: number,
  { colors, columns }: FrameStyle,
): readonly string[] {
  const room = Math.max(40, columns - width - 3);
  const window = toWindow(lines.textOf(number), labels[0]?.from.column ?? 1, room);
  const gutter = (content: string): string => colors.dim(`${content.padStart(width)} │`);
  const markers = [...labels]
    .sort((a, b) => a.from.column - b.from.column)
    .map(label => `${gutter('')} ${drawMarker(label, lines, window, colors)}`);
  return [`${gutter(String(number))} ${clean(window.text)}`.trimEnd(), ...markers];
}

/** The part of a line around a column: all of it, unless the line is far longer than the terminal. */
function toWindow(line: string, column: number, room: number): Window {
  if (line.length <= room * 1.5) return { text: line, start: 0 };
  const start = Math.max(0, Math.min(column - 1 - Math.floor(room / 3), line.length - room));
  return { text: line.slice(start, start + room), start };
}

function drawMarker(label: Label, lines: Lines, window: Window, colors: Colors): string {
  const line = lines.textOf(label.from.line);
  const end = label.to.line === label.from.line ? label.to.column - 1 : line.trimEnd().length;
  const from = Math.max(0, label.from.column - 1 - window.start);
  const to = Math.max(from, Math.min(end - window.start, window.text.length));
  const indent = ' '.repeat(widthOf(clean(window.text.slice(0, from))));
  const length = Math.max(1, widthOf(clean(window.text.slice(from, to))));
  const paint = label.isMain ? colors.red : colors.yellow;
  return indent + paint(`${(label.isMain ? '^' : '-').repeat(length)} ${label.text}`.trimEnd());
}

/** Source as a terminal may print it: tabs as blanks, and nothing that moves the cursor. */
function clean(text: string): string {
  return text.replaceAll('\t', '    ').replaceAll(/\p{Cc}/gu, ' ');
}

const noWidth = /[\p{Mn}\p{Me}\p{Cf}]/u;
const doubleWidth =
  /\p{Emoji_Presentation}|[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]/u;

/** How many cells of a terminal a text fills. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    if (noWidth.test(character)) continue;
    width += doubleWidth.test(character) ? 2 : 1;
  }
  return width;
}
