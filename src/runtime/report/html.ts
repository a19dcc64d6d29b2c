import { toDuration } from '../detector/wording.ts';
import { chartOf } from './chart.ts';
import { escape } from './escape.ts';
import { colourCount, style } from './style.ts';
import {
  summariseSites,
  type RecordedReport,
  type SiteSummary,
  type Timeline,
} from './timeline.ts';

/** A click on a row of the table shows only the holds of its call site. */
const script = `
for (const row of document.querySelectorAll('tr[data-site]')) row.addEventListener('click', () => {
  const on = !row.classList.contains('on');
  for (const other of document.querySelectorAll('.on')) other.classList.remove('on');
  document.body.classList.toggle('chosen', on);
  if (on) for (const one of document.querySelectorAll('[data-site]')) one.classList.toggle('on', one.dataset.site === row.dataset.site);
});`;

/** The timeline as one page that needs nothing else: no network, no other file. */
export function toHtml(timeline: Timeline): string {
  const sites = summariseSites(timeline);
  const colours = new Map(sites.map(({ site }, index) => [site, Math.min(index, colourCount - 1)]));
  const pools = [...new Set(timeline.holds.map(({ pool }) => pool))].sort();
  const charts = pools.map(
    pool => `<h2>Pool ${escape(pool)}</h2>${chartOf(pool, timeline, colours)}`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>Who held which connection</title>
<style>${style}</style>
</head>
<body>
<h1>Who held which connection</h1>
<p class="when">${escape(new Date(timeline.from).toISOString())}, ${toDuration(timeline.lengthMs)}</p>
${figuresOf(timeline)}
${charts.join('\n')}
<p class="legend"><span><i class="l1"></i>held, one colour for each call site</span><span><i class="l2"></i>waits for a call over the network</span><span><i class="l3"></i>never given back</span></p>
${sitesOf(sites, colours)}
${reportsOf(timeline.reports)}
<script>${script}</script>
</body>
</html>
`;
}

function figuresOf({ holds, reports, leaked, forgotten }: Timeline): string {
  const awaits = new Set(
    reports
      .filter(({ kind }) => kind === 'foreign-await')
      .map(({ pool, hold }) => `${pool} ${hold}`),
  ).size;
  const live = holds.filter(({ to }) => to === undefined).length;
  const older =
    forgotten === 0 ? '' : `<p class="note">${forgotten} older holds were forgotten.</p>`;
  const figures = [
    figure(holds.length, 'holds'),
    figure(live, 'still held'),
    figure(leaked, 'reported as leaked', leaked > 0 ? 'bad' : ''),
    figure(awaits, 'held during a call', awaits > 0 ? 'foreign' : ''),
  ];
  return `<div class="figures">${figures.join('')}</div>${older}`;
}

function figure(value: number, words: string, kind = ''): string {
  return `<div class="figure ${kind}"><b>${value}</b><span>${words}</span></div>`;
}

function sitesOf(sites: readonly SiteSummary[], colours: ReadonlyMap<string, number>): string {
  const rows = sites.map(({ site, holds, live, heldMs, longestMs, busy }) => {
    const percent = Math.round(busy * 100);
    return `<tr data-site="${escape(site)}"><td><i class="key c${colours.get(site) ?? 0}"></i><code>${escape(site)}</code></td><td class="n">${holds}</td><td class="n">${live}</td><td class="n">${toDuration(heldMs)}</td><td class="n">${toDuration(longestMs)}</td><td class="n">${percent} %<span class="share"><i style="width:${percent}%"></i></span></td></tr>`;
  });
  return `<h2>Call sites</h2>
<table><thead><tr><th>acquired at</th><th class="n">holds</th><th class="n">still held</th><th class="n">held in total</th><th class="n">longest</th><th class="n">busy with statements</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function reportsOf(reports: readonly RecordedReport[]): string {
  if (reports.length === 0) return '<h2>Reports</h2><p class="note">Nothing was reported.</p>';
  const rows = reports.map(
    ({ at, certainty, rule, kind, text }) =>
      `<tr><td class="n">${toDuration(at)}</td><td><span class="tag ${certainty}">${certainty}</span></td><td><code>${escape(rule ?? kind)}</code></td><td class="message">${escape(text)}</td></tr>`,
  );
  return `<h2>Reports</h2>
<table><thead><tr><th class="n">after</th><th></th><th>rule</th><th>what was seen</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}
