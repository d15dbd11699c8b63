import { startPaymentSimulator } from '@ordergraph/payment-simulator';
import { testMongo } from '@ordergraph/testing';

/** The books of one order at the provider; amounts are minor units. */
export interface Statement {
  readonly authorized: number;
  readonly captured: number;
  readonly refunded: number;
  readonly voided: number;
  readonly held: number;
  readonly authorizations: number;
  readonly charges: number;
  readonly entries: readonly { readonly idempotencyKey: string; readonly kind: string; readonly status: string }[];
}

export interface Simulator {
  readonly url: string;
  readonly key: string;
  readonly webhookSecret: string;
  statement(orderId: string): Promise<Statement>;
  /** Misbehaves from now on; `{}` ends it. */
  faults(faults: Record<string, unknown>): Promise<void>;
  /** Uses an idempotency key for something else: from now on it is rejected with what it was meant for. */
  spendKey(key: string): Promise<void>;
  /** Decides on the action page, as the customer does. */
  decide(redirectUrl: string, decision: 'approved' | 'refused'): Promise<string>;
  stop(): Promise<void>;
}

export async function openSimulator(namespace: string, webhookUrl: () => string): Promise<Simulator> {
  const key = 'provider-key';
  const webhookSecret = 'webhook-secret';
  const { uri: mongodbUri } = testMongo();
  const simulator = await startPaymentSimulator({ port: 0, mongodbUri, namespace, key, webhookSecret, webhookUrl });
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  return {
    url: simulator.url,
    key,
    webhookSecret,
    statement: async (orderId) => {
      const response = await fetch(`${simulator.url}/ledger?orderReference=${orderId}`, { headers });
      return (await response.json()) as Statement;
    },
    faults: async (faults) => {
      await fetch(`${simulator.url}/faults`, { method: 'POST', headers, body: JSON.stringify(faults) });
    },
    spendKey: async (idempotencyKey) => {
      const request = { idempotencyKey, orderReference: 'another', amount: 1, currency: 'EUR', token: 'tok_success' };
      await fetch(`${simulator.url}/authorizations`, { method: 'POST', headers, body: JSON.stringify(request) });
    },
    decide: async (redirectUrl, decision) => {
      const response = await fetch(redirectUrl, { method: 'POST', body: new URLSearchParams({ decision }) });
      return response.text();
    },
    stop: () => simulator.stop(),
  };
}
