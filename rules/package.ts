import type { Hold } from '../src/analysis/hold-facts.ts';

/** The package of a connection, unless its use fits several and nothing tells which one it is. */
export function namePackage({ package: name, usage }: Pick<Hold, 'package' | 'usage'>): string {
  return usage !== undefined && usage.packages.length > 1 ? `${name} or similar` : name;
}
