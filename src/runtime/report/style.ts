/** Colours of call sites; a site keeps its colour in charts and tables. */
export const colourCount = 8;

/** The style of the timeline page. No font, no picture comes from anywhere else. */
export const style = `
:root { color-scheme: light dark; --ink: #1d2330; --soft: #667085; --line: #e4e7ec; --ground: #ffffff; --card: #f8f9fb; --bad: #d92d20; --foreign: #f79009; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ef; --soft: #98a2b3; --line: #2c3442; --ground: #12161e; --card: #1a202b; --bad: #f97066; --foreign: #fdb022; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1200px; padding: 28px 24px 64px; background: var(--ground); color: var(--ink); font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
h1 { font-size: 22px; margin: 0 0 2px; } h2 { font-size: 16px; margin: 32px 0 10px; }
.note, .when { color: var(--soft); margin: 4px 0; }
.figures { display: flex; flex-wrap: wrap; gap: 12px; margin: 20px 0 8px; }
.figure { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 10px 16px; min-width: 128px; }
.figure b { display: block; font-size: 22px; font-variant-numeric: tabular-nums; } .figure span { color: var(--soft); font-size: 12px; }
.figure.bad b { color: var(--bad); } .figure.foreign b { color: var(--foreign); }
.chart { width: 100%; height: auto; background: var(--card); border: 1px solid var(--line); border-radius: 8px; display: block; }
.tick { stroke: var(--line); stroke-width: 1; } .time { fill: var(--soft); font-size: 10px; }
.bar rect { opacity: .85; } .bar:hover rect { opacity: 1; stroke: var(--ink); stroke-width: 1; }
.bar .foreign { fill: var(--foreign); opacity: 1; stroke: var(--ground); stroke-width: .5; }
.bar.leaked > rect:first-of-type { stroke: var(--bad); stroke-width: 2; stroke-dasharray: 4 2; }
body.chosen .bar:not(.on) { opacity: .12; }
table { border-collapse: collapse; width: 100%; } th { text-align: left; color: var(--soft); font-weight: 500; font-size: 12px; }
td, th { padding: 6px 10px; border-bottom: 1px solid var(--line); vertical-align: top; } td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
tr[data-site] { cursor: pointer; } tr[data-site]:hover, tr.on { background: var(--card); }
code { font: 12px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.key { display: inline-block; width: 10px; height: 10px; border-radius: 2px; margin-right: 8px; }
.share { display: inline-block; width: 72px; height: 8px; border-radius: 4px; background: var(--line); overflow: hidden; margin-left: 8px; vertical-align: middle; } .share i { display: block; height: 100%; background: #2e90fa; }
.tag { font-size: 11px; border-radius: 10px; padding: 1px 8px; border: 1px solid currentColor; white-space: nowrap; } .proof { color: var(--bad); } .suspicion { color: var(--foreign); } .withdrawn { color: var(--soft); }
.message { white-space: pre-line; }
.c0 rect, .key.c0 { fill: #2e90fa; background: #2e90fa; } .c1 rect, .key.c1 { fill: #12b76a; background: #12b76a; } .c2 rect, .key.c2 { fill: #7a5af8; background: #7a5af8; } .c3 rect, .key.c3 { fill: #ee46bc; background: #ee46bc; }
.c4 rect, .key.c4 { fill: #06aed4; background: #06aed4; } .c5 rect, .key.c5 { fill: #66c61c; background: #66c61c; } .c6 rect, .key.c6 { fill: #6172f3; background: #6172f3; } .c7 rect, .key.c7 { fill: #98a2b3; background: #98a2b3; }
.legend { display: flex; gap: 18px; color: var(--soft); font-size: 12px; margin: 6px 0 0; } .legend i { display: inline-block; width: 16px; height: 9px; border-radius: 2px; margin-right: 6px; vertical-align: middle; }
.legend .l1 { background: #2e90fa; } .legend .l2 { background: var(--foreign); } .legend .l3 { border: 2px dashed var(--bad); }
`;
