import { describe, expect, test } from 'vitest';
import { ownEffectOf } from '../../src/effects/own-effects.ts';
import type { Callee, OwnEffect } from '../../src/effects/own-effects.ts';

const own: readonly OwnEffect[] = [
  { name: 'sendReport', waits: 'mail' },
  { name: 'queue.push', waits: 'nothing', module: './lib/queue' },
  { name: 'queue.push', waits: 'queue', module: '@acme/queue' },
];

describe('a function of the user', () => {
  test.each<[Callee, OwnEffect['waits'] | undefined]>([
    [{ names: ['sendReport'] }, 'mail'],
    [{ names: ['this.reports.sendReport'], module: '/app/src/reports.ts' }, 'mail'],
    [{ names: ['send', 'sendReport'] }, 'mail'],
    [{ names: ['resendReport'] }, undefined],
    [{ names: ['queue.push'] }, undefined],
    [{ names: ['queue.push'], module: '@acme/queue' }, 'queue'],
    [{ names: ['queue.push'], module: '@acme/queue/fast' }, 'queue'],
    [{ names: ['queue.push'], module: '@acme/queues' }, undefined],
    [{ names: ['queue.push'], module: '/app/src/lib/queue.ts' }, 'nothing'],
    [{ names: ['queue.push'], module: '/app/src/lib/queue/index.js' }, 'nothing'],
    [{ names: ['queue.push'], module: String.raw`C:\app\lib\queue.mts` }, 'nothing'],
    [{ names: ['queue.push'], module: '/app/src/mylib/queue.ts' }, undefined],
  ])('%j waits for %s', (callee, expected) => {
    expect(ownEffectOf(own, callee)).toBe(expected);
  });
});
