import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { settle } from './clock.ts';
import { subjects, type Held, type Subject } from './foreign-pools.ts';

type Step = 'acquire' | 'release' | 'release again';

const steps = fc.array(fc.constantFrom<Step>('acquire', 'release', 'release again'), {
  maxLength: 12,
});

/** Runs the steps; throws when a connection has two holders. */
async function run(subject: Subject, taken: readonly Step[]): Promise<void> {
  const held: Held[] = [];
  const released: Held[] = [];
  for (const step of taken) {
    if (step === 'acquire') void subject.acquire().then(one => held.push(one));
    const one = step === 'release' ? held.shift() : undefined;
    if (one) released.push(one);
    one?.release();
    if (step === 'release again') releaseAgain(released.at(-1));
    await settle();
    if (new Set(held.map(({ connection }) => connection)).size !== held.length) {
      throw new Error('A connection has two holders.');
    }
  }
}

function releaseAgain(one: Held | undefined): void {
  try {
    one?.release();
  } catch {
    // A pool may say no: what matters is who holds what afterwards.
  }
}

function check(name: string, numRuns: number) {
  return fc.check(
    fc.asyncProperty(steps, async taken => {
      const subject = subjects[name]?.(1);
      if (subject) await run(subject, taken);
    }),
    { numRuns, seed: 42 },
  );
}

describe('a second release', () => {
  test('never gives a connection of ours to two', async () => {
    const { failed, numRuns } = await check('ours', 2_000);
    expect({ failed, numRuns }).toEqual({ failed: false, numRuns: 2_000 });
  });

  // What the model finds in pools that are known to be wrong shows that it can find it in ours.
  test.each(['tarn', 'pg-pool'])('of %s gives a connection to two', async name => {
    const { counterexample, errorInstance } = await check(name, 2_000);
    expect(String(errorInstance)).toContain('two holders');
    expect([...(counterexample?.[0] ?? [])].sort()).toEqual([
      ...['acquire', 'acquire', 'acquire', 'release', 'release again'],
    ]);
  });
});
