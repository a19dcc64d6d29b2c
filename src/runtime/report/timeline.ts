import type { Report, ReportKind } from '../detector/report.ts';

/** One hold as a timeline draws it. Times are milliseconds since the recording began. */
export interface RecordedHold {
  readonly id: number;
  readonly pool: string;
  readonly site: string | undefined;
  readonly from: number;
  /** `undefined` while it is live. */
  readonly to: number | undefined;
  readonly waitedMs: number;
  readonly busyMs: number;
  readonly statements: number;
  readonly lastStatement: string | undefined;
}

/** One report as a timeline lists it. */
export interface RecordedReport {
  readonly kind: ReportKind;
  readonly rule: string | undefined;
  readonly certainty: Report['certainty'];
  readonly text: string;
  readonly pool: string;
  readonly hold: number | undefined;
  readonly at: number;
  /** What was waited for, and since when. */
  readonly call: { readonly from: number; readonly what: string } | undefined;
}

/** Who held which connection when. */
export interface Timeline {
  /** When the recording began, in milliseconds since 1970. */
  readonly from: number;
  readonly lengthMs: number;
  /** In the order of their acquires. */
  readonly holds: readonly RecordedHold[];
  readonly reports: readonly RecordedReport[];
  /** Older holds that there was no room for. */
  readonly forgotten: number;
  /** Live holds that are reported as leaked. */
  readonly leaked: number;
}

/** What one call site did with connections. */
export interface SiteSummary {
  readonly site: string;
  readonly holds: number;
  readonly live: number;
  readonly heldMs: number;
  readonly longestMs: number;
  /** The part of the held time in which a statement ran, from 0 to 1. */
  readonly busy: number;
}

/** The holds of a pool in lanes, so that no two in a lane overlap: as many lanes as were held at once. */
export function toLanes(
  holds: readonly RecordedHold[],
  lengthMs: number,
): readonly (readonly RecordedHold[])[] {
  const lanes: RecordedHold[][] = [];
  const ends: number[] = [];
  for (const hold of holds) {
    const free = ends.findIndex(end => end <= hold.from);
    const lane = free < 0 ? lanes.length : free;
    (lanes[lane] ??= []).push(hold);
    ends[lane] = hold.to ?? lengthMs;
  }
  return lanes;
}

/** Sums for each call site, the one that held longest in total first. */
export function summariseSites({ holds, lengthMs }: Timeline): readonly SiteSummary[] {
  const bySite = new Map<string, RecordedHold[]>();
  for (const hold of holds) {
    const site = hold.site ?? 'not sampled';
    const known = bySite.get(site);
    if (known === undefined) bySite.set(site, [hold]);
    else known.push(hold);
  }
  return [...bySite]
    .map(([site, all]) => {
      const lengths = all.map(({ from, to }) => (to ?? lengthMs) - from);
      const heldMs = lengths.reduce((sum, ms) => sum + ms, 0);
      const busyMs = all.reduce((sum, hold) => sum + hold.busyMs, 0);
      return {
        site,
        holds: all.length,
        live: all.filter(({ to }) => to === undefined).length,
        heldMs,
        longestMs: lengths.reduce((longest, ms) => Math.max(longest, ms), 0),
        busy: heldMs === 0 ? 0 : Math.min(1, busyMs / heldMs),
      };
    })
    .sort((a, b) => b.heldMs - a.heldMs);
}
