import type { Fault } from '../fault.js';

/** On their way from RabbitMQ to services, some messages are doubled and some overtaken. */
export const messageDisorder: Fault = {
  name: 'message-disorder',
  lane: 'infrastructure',
  lasts: [6, 15],
  begin({ network: { disorder, meddled } }) {
    const before = { ...meddled };
    Object.assign(disorder, { duplicate: 0.3, hold: 0.3 });
    const end = (): Promise<string> => {
      Object.assign(disorder, { duplicate: 0, hold: 0 });
      const { duplicated, held } = meddled;
      return Promise.resolve(`${duplicated - before.duplicated} doubled, ${held - before.held} held back`);
    };
    return Promise.resolve({ what: 'three in ten messages come twice, three in ten late', end });
  },
};
