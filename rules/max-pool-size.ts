import type { PoolFact, Sized } from '../src/analysis/pool-facts.ts';
import type { Deployment, Finding } from '../src/rule.ts';
import { defineRule } from '../src/rule.ts';
import { connectionsFor, namePool, namePoolFirst, USUAL_CORES } from './pools.ts';

/**
 * Reports a pool that opens more connections than the database server can work on, and numbers that
 * are no size.
 *
 * As long as nobody says how many cores the server has, only sizes are reported that are too large
 * for most servers; those in between are merely possible.
 */
export default defineRule({
  name: 'max-pool-size',
  summary: 'Require pools no larger than what the database server can work on',
  isAboutService: true,
  messages: {
    tooLarge:
      '{{Pool}} opens up to {{size}} connections{{source}}; a server with {{cores}} cores works on {{limit}} at once ((cores × 2) + 1), and more of them make it slower.{{fleet}}',
    aboveMax:
      '{{Pool}} opens up to {{size}} connections{{source}}, more than the {{limit}} that the setting `max` allows.{{fleet}}',
    unlimited:
      '{{Pool}} has no limit: `{{option}}: {{written}}` opens as many connections as are asked for.',
    unset: '`{{option}}: 0` says nothing: {{pool}} opens up to {{size}} connections, the default.',
    invalid: '`{{option}}` of {{pool}} is {{size}}, which is no number of connections.',
    minAboveMax:
      '{{Pool}} keeps {{minimum}} connections (`{{least}}`{{source}}), but opens at most {{size}} (`{{option}}`).',
    ignored:
      '`{{text}}` in the connection string does nothing: {{pool}} takes its size from the option `{{option}}`, and opens up to {{size}} connections.',
    broken:
      '`{{text}}` in the connection string stays text: {{pool}} opens {{gives}} connection. Pass the option `{{option}}` as a number.',
  },

  *check(facts, deployment) {
    for (const pool of facts.pools) {
      yield* misreadIn(pool);
      const finding = wrongSize(pool) ?? aboveLimit(pool, deployment);
      if (finding !== undefined) yield finding;
    }
  },
});

/** Sizes in a connection string that are not read as they are meant. */
function* misreadIn(pool: PoolFact): Iterable<Finding> {
  for (const { in: place, text, gives, at } of pool.traps) {
    // Without a default of its own nothing can be said of the size that is in force.
    if (place !== 'url' || (gives === undefined && pool.size.value === undefined)) continue;
    yield toFinding(pool, gives === undefined ? 'ignored' : 'broken', at, {
      text,
      gives: gives ?? '',
      size: wordSize(pool.size.value),
    });
  }
}

function wrongSize(pool: PoolFact): Finding | undefined {
  const { size, minimum } = pool;
  const { value, written, option } = size;
  if (size.from === 'default') return undefined;
  if (value === null)
    return toFinding(pool, 'unlimited', size.at, { option, written: written ?? 'Infinity' });
  if (value === undefined) return undefined;
  if (written === 0) return toFinding(pool, 'unset', size.at, { size: value });
  if (Number.isNaN(value) || value < 1) return toFinding(pool, 'invalid', size.at, { size: value });
  const least = minimum?.value;
  if (minimum === undefined || typeof least !== 'number') return undefined;
  if (least < 0 || Number.isNaN(least)) {
    return toFinding(pool, 'invalid', minimum.at, { option: minimum.option, size: least });
  }
  if (least <= value) return undefined;
  const source = minimum.from === 'default' ? ', the default' : '';
  return toFinding(pool, 'minAboveMax', minimum.at ?? size.at, {
    least: minimum.option,
    minimum: least,
    size: value,
    source,
  });
}

/** How many times what the server is thought to work on is too much for most servers. */
const FAR_TOO_LARGE = 2;

function aboveLimit(pool: PoolFact, { cores, max, instances }: Deployment): Finding | undefined {
  const { value, from, at } = pool.size;
  if (typeof value !== 'number' || from === 'default' || !pool.isOfServer) return undefined;
  const limit = max ?? connectionsFor(cores ?? USUAL_CORES);
  if (value <= limit) return undefined;
  const isGuess = max === undefined && cores === undefined;
  const tier = isGuess && value <= limit * FAR_TOO_LARGE ? 'possible' : 'sure';
  const data = {
    size: value,
    limit,
    cores: cores ?? USUAL_CORES,
    source: wordSource(pool.size),
    fleet:
      instances === undefined || instances < 2
        ? ''
        : ` ${instances} instances open ${instances * value}.`,
  };
  return toFinding(pool, max === undefined ? 'tooLarge' : 'aboveMax', at, data, tier);
}

function wordSize(value: number | null | undefined): string | number {
  return value ?? 'any number of';
}

function wordSource({ from, variable, option }: Sized): string {
  if (from === 'environment') return ` where \`${variable ?? ''}\` is not set`;
  return from === 'url' ? ` (\`?${option}=\`)` : '';
}

function toFinding(
  pool: PoolFact,
  message: string,
  at: PoolFact['at'] | undefined,
  data: Finding['data'],
  tier: Finding['tier'] = 'sure',
): Finding {
  const place = at ?? pool.at;
  return {
    message,
    about: pool,
    at: place,
    data: { pool: namePool(pool), Pool: namePoolFirst(pool), option: pool.size.option, ...data },
    path: [{ at: place, label: 'its size' }],
    tier,
  };
}
