import { Id } from '@ordergraph/events';
import { z } from 'zod';
import type { CustomerDecision } from '../domain/continue-authorization.js';
import { ProviderDecline, ProviderText } from '../provider/provider-text.js';

const Authorization = { authorizationId: z.string(), orderReference: Id };

const ProviderEvent = z.discriminatedUnion('type', [
  z.object({
    id: z.string().min(1).max(200),
    type: z.literal('authorization.approved'),
    data: z.object({ ...Authorization, method: ProviderText }),
  }),
  z.object({
    id: z.string().min(1).max(200),
    type: z.literal('authorization.refused'),
    data: z.object({ ...Authorization, decline: ProviderDecline }),
  }),
]);

/** What an event of the provider means for a payment; undefined: nothing that concerns us. */
export function readProviderEvent(
  body: Buffer,
): { readonly orderId: string; readonly decision: CustomerDecision } | undefined {
  const parsed = ProviderEvent.safeParse(parseJson(body));
  if (!parsed.success) return undefined;
  const { id: providerEventId, type, data } = parsed.data;
  const result =
    type === 'authorization.approved'
      ? ({ approved: true, method: data.method } as const)
      : ({ approved: false, decline: data.decline } as const);
  return { orderId: data.orderReference, decision: { providerEventId, authorizationId: data.authorizationId, result } };
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
