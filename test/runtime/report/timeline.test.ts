import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { toHtml } from '../../../src/runtime/report/html.ts';
import { Recorder } from '../../../src/runtime/report/recorder.ts';
import { summariseSites, toLanes, type Timeline } from '../../../src/runtime/report/timeline.ts';
import { Bench, pause, stopBenches } from '../detector/holding.ts';
import { sampleTimeline } from './sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'timeline-'));
const chromium = ['chromium', 'chromium-browser', 'google-chrome'].find(
  name => spawnSync(name, ['--version']).status === 0,
);
if (chromium === undefined) console.warn('SKIPPED: no chromium; the timeline was not looked at.');

afterEach(stopBenches);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('recorder', () => {
  test('keeps holds, live ones too, and reports', async () => {
    const bench = new Bench({ sweepMs: 20, idleMs: 60 });
    const recorder = new Recorder(bench.detector);
    recorder.record(bench.ledger);
    const done = bench.acquire('src/done.ts:1');
    done.hold.begin(performance.now(), "select 'secret'");
    done.hold.end(performance.now());
    done.release();
    // Kept to the end: a lease that nobody has any more may be collected, which is a report of its own.
    const kept = bench.acquire('src/leaks.ts:2');
    await pause(150);
    const { holds, reports, leaked } = recorder.timeline();
    recorder.stop();
    expect(holds.map(({ site, to }) => [site, to === undefined])).toEqual([
      ['src/done.ts:1', false],
      ['src/leaks.ts:2', true],
    ]);
    expect(reports.map(({ kind }) => kind)).toEqual(['idle-hold']);
    expect(JSON.stringify(holds)).not.toContain('secret');
    expect(leaked).toBe(1);
    kept.release();
  });

  test('forgets the oldest first, and says so', () => {
    const bench = new Bench();
    const recorder = new Recorder(bench.detector, { holds: 10 });
    recorder.record(bench.ledger);
    for (let round = 0; round < 25; round++) bench.acquire(`a.ts:${round}`).release();
    const { holds, forgotten } = recorder.timeline();
    expect(holds.length + forgotten).toBe(25);
    expect(holds.at(-1)?.site).toBe('a.ts:24');
    recorder.stop();
  });
});

describe('lanes and sums', () => {
  test('no two holds of a lane overlap', () => {
    const { holds, lengthMs } = sampleTimeline();
    const lanes = toLanes(holds, lengthMs);
    expect(lanes.flat()).toHaveLength(holds.length);
    for (const lane of lanes) {
      lane.slice(1).forEach((hold, index) => {
        expect(hold.from).toBeGreaterThanOrEqual(lane[index]?.to ?? lengthMs);
      });
    }
  });

  test('the call site that held longest comes first', () => {
    expect(summariseSites(sampleTimeline())[0]).toMatchObject({
      site: 'src/routes/prescriptions.ts:16',
      live: 0,
    });
  });
});

describe('the page', () => {
  test('needs nothing else, and runs nothing that a name brings', () => {
    const html = toHtml(hostile());
    expect(html).not.toMatch(/(?:src|href)=|@import|url\(/);
    expect(html).not.toContain('<script>alert');
    expect(html).toContain('&lt;script&gt;alert');
  });

  test('an empty timeline is a page, too', () => {
    const empty = { from: 0, lengthMs: 0, holds: [], reports: [], forgotten: 0, leaked: 0 };
    expect(toHtml(empty)).toContain('Nothing was reported.');
  });

  test.skipIf(chromium === undefined)('a browser draws it', () => {
    const file = join(folder, 'timeline.html');
    const picture = join(folder, 'timeline.png');
    writeFileSync(file, toHtml(sampleTimeline()));
    const dom = browse(['--dump-dom', `file://${file}`]);
    expect(dom).toContain('<g class="bar');
    expect(dom.match(/class="foreign"/g)?.length).toBe(6);
    expect(dom).toMatch(/<g class="bar c\d leaked"/);
    expect(dom).toContain('src/routes/billing.ts:9');
    // The bars have a size: the page was laid out.
    const probe =
      '<script>document.title = String(document.querySelector(".bar rect").getBoundingClientRect().width > 0 && document.documentElement.scrollWidth <= innerWidth)</script></body>';
    writeFileSync(
      file,
      toHtml(sampleTimeline())
        .replace('</body>', probe)
        .replace(/<meta http-equiv.*?>/, ''),
    );
    expect(browse(['--dump-dom', `file://${file}`])).toContain('<title>true</title>');
    browse([`--screenshot=${picture}`, '--window-size=1240,1100', `file://${file}`]);
    expect(statSync(picture).size).toBeGreaterThan(20_000);
  });
});

function browse(args: readonly string[]): string {
  const quiet = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];
  const profile = `--user-data-dir=${join(folder, 'profile')}`;
  const { status, stdout, stderr } = spawnSync(chromium ?? '', [...quiet, profile, ...args], {
    encoding: 'utf8',
    timeout: 50_000,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

function hostile(): Timeline {
  const sample = sampleTimeline();
  const holds = sample.holds.map(hold => ({
    ...hold,
    pool: '<script>alert(1)</script>',
    site: '"><script>alert(2)</script>',
    lastStatement: '</title><script>alert(3)</script>',
  }));
  return { ...sample, holds };
}
