import type { Confidence } from '../../codemod.ts';
import type { Offer } from '../../repair.ts';
import type { Decision, Site } from './site.ts';

/** Decides without asking: the first repair that needs no look, or whatever the user said is enough. */
export function decideAlone(sites: readonly Site[], minimum: Confidence): readonly Decision[] {
  return sites.map(({ offers }): Decision => {
    const offer = enoughFor(offers, minimum)[0];
    return offer === undefined ? { kind: 'leave', why: 'unsure' } : { kind: 'take', offer };
  });
}

/** The offers that are at least as sure as asked for. */
export function enoughFor(offers: readonly Offer[], minimum: Confidence): readonly Offer[] {
  return offers.filter(({ confidence }) => minimum === 'likely' || confidence === 'safe');
}
