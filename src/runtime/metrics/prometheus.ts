import { Histogram } from '../holds/histogram.ts';
import type { WatchedPool } from '../watch/watched.ts';
import { readFamilies, type Family, type MetricsOptions, type Sample } from './families.ts';

/** The content type that goes with the text. */
export const prometheusContentType = 'text/plain; version=0.0.4; charset=utf-8';

/** All metrics as Prometheus reads them, with the values of now. */
export function toPrometheus(pools: readonly WatchedPool[], options?: MetricsOptions): string {
  return readFamilies(pools, options).map(toText).join('');
}

function toText({ name, help, type, samples }: Family): string {
  if (samples.length === 0) return '';
  const lines = samples.flatMap(sample => linesOf(name, sample));
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('\n')}\n`;
}

function linesOf(name: string, { labels, value }: Sample): readonly string[] {
  if (!(value instanceof Histogram)) return [`${name}${labelsOf(labels)} ${value}`];
  const buckets = value.cumulative().map(([belowMs, count]) => {
    const le = belowMs === Infinity ? '+Inf' : String(belowMs / 1000);
    return `${name}_bucket${labelsOf({ ...labels, le })} ${count}`;
  });
  return [
    ...buckets,
    `${name}_sum${labelsOf(labels)} ${value.sumMs / 1000}`,
    `${name}_count${labelsOf(labels)} ${value.count}`,
  ];
}

function labelsOf(labels: Sample['labels']): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escape(value)}"`);
  return `{${pairs.join(',')}}`;
}

function escape(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
