import type { Logger, ServiceParts } from '@ordergraph/service';
import { recordCustomerDecision } from '../use-cases/continue-authorization.js';
import type { Payments } from '../use-cases/payments.js';
import { readProviderEvent } from './provider-event.js';
import { isSignedByProvider, signatureHeader } from './provider-signature.js';

/** Where the provider is told to send its webhooks. */
export const webhookPath = '/webhooks/payment-provider';

/**
 * A command of the provider: signed, and with its event's id as cause. 2xx means never again, so it is the answer to what is
 * recorded, known already or none of our business; anything else has the provider tell it again.
 */
export const providerWebhookRoute =
  (
    payments: Payments,
    { secret, logger }: { readonly secret: string; readonly logger: Logger },
  ): NonNullable<ServiceParts['routes']> =>
  (app) => {
    void app.register((webhooks, _options, done) => {
      webhooks.removeAllContentTypeParsers();
      webhooks.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
      webhooks.post(webhookPath, async (request, reply) => {
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const header = request.headers[signatureHeader];
        const signature = typeof header === 'string' ? header : undefined;
        if (!isSignedByProvider({ secret, header: signature, body, now: payments.now() }))
          return reply.code(401).send({ error: { code: 'signature_invalid' } });
        const event = readProviderEvent(body);
        if (!event) {
          logger.info('the provider told something that is not understood here');
          return reply.code(202).send({ received: true });
        }
        const isRecorded = await recordCustomerDecision(payments, event.orderId, event.decision);
        return isRecorded
          ? reply.code(200).send({ received: true })
          : reply.code(409).send({ error: { code: 'too_early' } });
      });
      done();
    });
  };
