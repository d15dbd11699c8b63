import type { Plant } from './plant.js';

export const providerKeyNotReused: Plant = {
  name: 'provider-key-not-reused',
  bug: 'each call to the provider has a key of its own, also the one that repeats another',
  replacements() {
    let calls = 0;
    return {
      provider: (transport) => ({
        ...transport,
        post(path, body) {
          const { idempotencyKey } = body as { readonly idempotencyKey: string };
          return transport.post(path, { ...body, idempotencyKey: `${idempotencyKey}#${(calls += 1)}` });
        },
      }),
    };
  },
};
