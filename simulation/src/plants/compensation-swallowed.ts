import type { Plant } from './plant.js';

export const compensationSwallowed: Plant = {
  name: 'compensation-swallowed',
  bug: 'voiding and refunding are taken for done without asking the provider',
  replacements: () => ({
    provider: (transport) => ({
      ...transport,
      post(path, body) {
        if (path === '/refunds') return Promise.resolve({ status: 'refunded', id: path });
        if (path.endsWith('/void')) return Promise.resolve({ status: 'voided', id: path });
        return transport.post(path, body);
      },
    }),
  }),
};
