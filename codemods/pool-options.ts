import type { PoolFact } from '../src/analysis/pool-facts.ts';
import { defineCodemod, onlyWay, type Confidence } from '../src/codemod.ts';
import { poolTypeOf } from '../src/edits/driver-types.ts';
import type { NoWay, Way } from '../src/edits/hold/way.ts';
import { replaceNumber } from '../src/edits/pool/number.ts';
import { removeOption, setOption } from '../src/edits/pool/options.ts';
import type { EditSource } from '../src/edits/source.ts';
import type { Finding } from '../src/rule.ts';

/** Sets the size and the time limits of a pool to what its driver documents. */
export default defineCodemod({
  name: 'pool-options',
  summary: 'Set the size and the time limits of a pool',
  repairs: ['max-pool-size', 'require-timeouts'],
  precedence: 50,

  *rewrite(finding, source) {
    // Findings of the rules it repairs are about pools.
    const pool = finding.about as PoolFact;
    const { way, title, confidence } = changeFor(finding, pool, source);
    yield onlyWay(way, title, confidence);
  },
});

interface Change {
  readonly way: Way | NoWay;
  readonly title: string;
  readonly confidence?: Confidence;
}

function changeFor(finding: Finding, pool: PoolFact, source: EditSource): Change {
  const { message, data, at } = finding;
  const option = String(data['option']);
  switch (message) {
    case 'waits':
    case 'cannot': {
      const value = String(data['value']);
      return {
        way: setOption(pool, option, value, source),
        title: `Set \`${option}: ${value}\``,
      };
    }
    case 'ignored': {
      const isOption = pool.traps.some(trap => trap.in === 'options' && trap.at.start === at.start);
      const way = isOption ? removeOption(at, source) : inUrl;
      return { way, title: `Remove \`${option}\`, which does nothing` };
    }
    case 'tooLarge':
    case 'aboveMax':
      return resize(pool, Number(data['size']), Number(data['limit']), source);
    case 'unset':
      // The same number is in force before and after.
      return { ...resize(pool, 0, Number(data['size']), source), confidence: 'safe' };
    case 'unlimited': {
      const size = poolTypeOf(pool, source)?.options?.size.default;
      const way = { reason: 'Its driver has no default that could be its size.' };
      if (typeof size !== 'number') return { way, title: '' };
      return resize(pool, pool.size.written ?? Infinity, size, source);
    }
    case 'broken':
      return { way: inUrl, title: '' };
    default:
      return { way: { reason: 'Which number is meant a person must say.' }, title: '' };
  }
}

const inUrl: NoWay = { reason: 'It stands in a connection string, which may come from outside.' };

function resize({ size }: PoolFact, from: number, to: number, source: EditSource): Change {
  const { at, option } = size;
  const title = `Set \`${option}\` to ${to}`;
  if (size.from === 'url') return { way: inUrl, title };
  if (at === undefined) return { way: { reason: 'The number stands in another file.' }, title };
  return { way: replaceNumber(at, from, to, source), title };
}
