import { toDuration } from '../detector/wording.ts';
import { toLanes, type RecordedHold, type RecordedReport, type Timeline } from './timeline.ts';
import { escape } from './escape.ts';

const width = 1120;
const laneHeight = 16;
const axisHeight = 22;

/** What is drawn at most: the longest holds. A browser is slow with more shapes. */
const mostDrawn = 5000;

/** One pool's holds as an SVG picture: a row for each connection held at once, time from left to right. */
export function chartOf(
  pool: string,
  timeline: Timeline,
  colours: ReadonlyMap<string, number>,
): string {
  const { lengthMs, reports } = timeline;
  const all = timeline.holds.filter(hold => hold.pool === pool);
  const drawn = longest(all, lengthMs);
  const lanes = toLanes(drawn, lengthMs);
  const height = axisHeight + Math.max(1, lanes.length) * laneHeight + 6;
  const scale = (ms: number) => (lengthMs === 0 ? 0 : (ms / lengthMs) * width);
  const bars = lanes.flatMap((lane, row) => {
    const y = axisHeight + row * laneHeight;
    return lane.map(hold => barOf(hold, y, scale, lengthMs, colours, reports));
  });
  const left = all.length - drawn.length;
  const note = left === 0 ? '' : `<p class="note">The ${left} shortest holds are not drawn.</p>`;
  return `<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="Holds of ${escape(pool)}">${axisOf(lengthMs, height)}${bars.join('')}</svg>${note}`;
}

function longest(holds: readonly RecordedHold[], lengthMs: number): readonly RecordedHold[] {
  if (holds.length <= mostDrawn) return holds;
  const lengthOf = ({ from, to }: RecordedHold) => (to ?? lengthMs) - from;
  return [...holds]
    .sort((a, b) => lengthOf(b) - lengthOf(a))
    .slice(0, mostDrawn)
    .sort((a, b) => a.from - b.from);
}

function barOf(
  hold: RecordedHold,
  y: number,
  scale: (ms: number) => number,
  lengthMs: number,
  colours: ReadonlyMap<string, number>,
  reports: readonly RecordedReport[],
): string {
  const end = hold.to ?? lengthMs;
  const x = scale(hold.from);
  const site = hold.site ?? 'not sampled';
  const own = reports.filter(report => report.hold === hold.id && report.pool === hold.pool);
  const leaked =
    hold.to === undefined && own.some(({ rule }) => rule === 'pool/no-leaked-connection');
  const className = `bar c${colours.get(site) ?? 0}${leaked ? ' leaked' : ''}`;
  const rect = `<rect x="${round(x)}" y="${y}" width="${round(Math.max(1, scale(end) - x))}" height="${laneHeight - 3}" rx="2"/>`;
  const calls = own.flatMap(({ call, kind, at }) =>
    call !== undefined && kind === 'foreign-await' ? [callOf(call, at, y, scale)] : [],
  );
  return `<g class="${className}" data-site="${escape(site)}"><title>${escape(tipOf(hold, end, own))}</title>${rect}${calls.join('')}</g>`;
}

function callOf(
  call: { readonly from: number; readonly what: string },
  until: number,
  y: number,
  scale: (ms: number) => number,
): string {
  const x = scale(call.from);
  return `<rect class="foreign" x="${round(x)}" y="${y + 3}" width="${round(Math.max(2, scale(until) - x))}" height="${laneHeight - 9}"/>`;
}

function tipOf(hold: RecordedHold, end: number, own: readonly RecordedReport[]): string {
  const lines = [
    `#${hold.id} ${hold.site ?? 'call site not sampled'}`,
    `${hold.to === undefined ? 'still held after' : 'held for'} ${toDuration(end - hold.from)}, waited ${toDuration(hold.waitedMs)}, busy ${toDuration(hold.busyMs)}, statements: ${hold.statements}`,
    hold.lastStatement === undefined ? '' : `last: ${hold.lastStatement}`,
    ...own.map(({ text }) => text),
  ];
  return lines.filter(line => line !== '').join('\n');
}

function axisOf(lengthMs: number, height: number): string {
  const step = stepFor(lengthMs);
  const ticks: string[] = [];
  for (let ms = 0; ms <= lengthMs && step > 0; ms += step) {
    const x = round((ms / lengthMs) * width);
    ticks.push(
      `<line class="tick" x1="${x}" x2="${x}" y1="${axisHeight - 4}" y2="${height}"/><text class="time" x="${x + 3}" y="12">${toDuration(ms)}</text>`,
    );
  }
  return ticks.join('');
}

/** A round step that gives about eight ticks. */
function stepFor(lengthMs: number): number {
  if (lengthMs <= 0) return 0;
  const rough = lengthMs / 8;
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5, 10].find(factor => factor * power >= rough) ?? 10) * power;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
