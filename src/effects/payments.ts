import { defineEffects } from './effect.ts';

/** Services that move money. */
export default defineEffects([
  {
    package: 'stripe',
    waits: 'payment',
    calls: ['{new,Stripe.new,()}.**'],
    // Checks a signature, on the spot.
    except: ['{new,Stripe.new,()}.webhooks.**'],
  },
  {
    package: '@paypal/checkout-server-sdk',
    waits: 'payment',
    calls: ['core.PayPalHttpClient.new.execute'],
  },
  {
    package: '@paypal/paypal-server-sdk',
    waits: 'payment',
    calls: ['{OrdersController,PaymentsController,VaultController,SubscriptionsController}.new.*'],
  },
  {
    package: 'braintree',
    waits: 'payment',
    calls: ['{BraintreeGateway.new,connect.()}.**'],
    // Reads what came in.
    except: ['**.webhookNotification.**'],
  },
  { package: 'square', waits: 'payment', calls: ['{Client,SquareClient}.new.**'] },
  { package: 'razorpay', waits: 'payment', calls: ['new.**'] },
  {
    package: '@mollie/api-client',
    waits: 'payment',
    calls: ['{,createMollieClient.}().**'],
  },
  { package: 'plaid', waits: 'payment', calls: ['PlaidApi.new.*'] },
]);
