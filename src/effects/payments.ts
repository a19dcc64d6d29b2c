import { defineEffects } from './effect.ts';

/** Payments. */
export default defineEffects([
  {
    package: 'stripe',
    waits: 'payment',
    calls: ['{new,Stripe.new,()}.**'],
    // Checks a signature, on the spot.
    except: ['{new,Stripe.new,()}.webhooks.**'],
  },
]);
