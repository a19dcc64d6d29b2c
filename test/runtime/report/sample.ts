import type {
  RecordedHold,
  RecordedReport,
  Timeline,
} from '../../../src/runtime/report/timeline.ts';

const sites = [
  'src/routes/patients.ts:24',
  'src/routes/appointments.ts:23',
  'src/db/with-client.ts:6',
];

/** Six seconds of a clinic: short holds, six that wait for an interaction service, two leaks. */
export function sampleTimeline(): Timeline {
  const short = Array.from({ length: 90 }, (_, index) => shortHold(index));
  const slow = Array.from({ length: 6 }, (_, index) => slowHold(index));
  const leaks = [
    hold(200, 'src/routes/billing.ts:9', 1800, undefined, 6),
    hold(201, 'src/routes/billing.ts:9', 3300, undefined, 6),
  ];
  return {
    from: Date.UTC(2026, 10, 27, 9, 15),
    lengthMs: 6000,
    holds: [...short, ...slow, ...leaks].sort((a, b) => a.from - b.from),
    reports: [...slow.map(awaited), ...leaks.map(leaked)],
    forgotten: 0,
    leaked: leaks.length,
  };
}

function hold(
  id: number,
  site: string,
  from: number,
  to: number | undefined,
  busyMs: number,
): RecordedHold {
  const lastStatement = 'select * from patients where id = $1';
  return { id, pool: 'pg', site, from, to, waitedMs: 0.2, busyMs, statements: 2, lastStatement };
}

function shortHold(index: number): RecordedHold {
  const from = index * 64 + ((index * 37) % 50);
  const length = 12 + ((index * 29) % 60);
  return hold(index, sites[index % sites.length] ?? '', from, from + length, length * 0.8);
}

function slowHold(index: number): RecordedHold {
  const from = 400 + index * 560;
  return hold(100 + index, 'src/routes/prescriptions.ts:16', from, from + 2040, 22);
}

function awaited({ id, pool, from, to }: RecordedHold): RecordedReport {
  const at = (to ?? 0) - 12;
  return {
    kind: 'foreign-await',
    rule: 'pool/no-await-while-held',
    certainty: 'proof',
    text: 'The connection acquired at src/routes/prescriptions.ts:16 was held idle for 2.0 s until GET https://interactions.example.org/v2/drugs/N02BA01/interactions was answered.',
    pool,
    hold: id,
    at,
    call: {
      from: from + 14,
      what: 'GET https://interactions.example.org/v2/drugs/N02BA01/interactions',
    },
  };
}

function leaked({ id, pool, from }: RecordedHold): RecordedReport {
  return {
    kind: 'idle-hold',
    rule: 'pool/no-leaked-connection',
    certainty: 'suspicion',
    text: 'The connection acquired at src/routes/billing.ts:9 is still held and has run nothing for 2.0 s.',
    pool,
    hold: id,
    at: from + 2010,
    call: undefined,
  };
}
