import type { PaymentProvider } from './payment-provider.js';
import { ProviderHttp, type ProviderHttpOptions } from './provider-http.js';
import {
  findAnswer,
  toAuthorizationAnswer,
  toCaptureAnswer,
  toRefundAnswer,
  toVoidAnswer,
} from './simulated-answers.js';

/** How requests reach the provider. Both throw what `PaymentProvider` says; what was answered is not understood yet. */
export interface ProviderTransport {
  post(path: string, body: object): Promise<unknown>;
  get(path: string): Promise<unknown>;
  close(): Promise<void>;
}

/** Speaks to the payment simulator, which stands for a real provider: another process with books of its own. */
export const simulatedProvider = (options: ProviderHttpOptions): PaymentProvider =>
  simulatedProviderOver(new ProviderHttp(options));

export function simulatedProviderOver(http: ProviderTransport): PaymentProvider {
  const authorizationPath = (id: string): string => `/authorizations/${encodeURIComponent(id)}`;
  return {
    async authorize({ key, orderReference, description, amount, token }) {
      const body = { idempotencyKey: key, orderReference, description, ...amount, token };
      return toAuthorizationAnswer(await http.post('/authorizations', body));
    },
    async capture({ key, authorizationId, amount }) {
      const body = { idempotencyKey: key, ...amount };
      return toCaptureAnswer(await http.post(`${authorizationPath(authorizationId)}/capture`, body));
    },
    async void({ key, authorizationId }) {
      return toVoidAnswer(await http.post(`${authorizationPath(authorizationId)}/void`, { idempotencyKey: key }));
    },
    async refund({ key, authorizationId, amount }) {
      return toRefundAnswer(await http.post('/refunds', { idempotencyKey: key, authorizationId, ...amount }));
    },
    async findAnswer({ orderReference, key }) {
      return findAnswer(await http.get(`/operations?orderReference=${encodeURIComponent(orderReference)}`), key);
    },
    close: () => http.close(),
  };
}
