import type { Fault } from '../fault.js';

/** Between gateways, services and RabbitMQ every piece takes its time, one after the other. */
export const slowNetwork: Fault = {
  name: 'slow-network',
  lane: 'services',
  lasts: [4, 12],
  begin({ network: { lag } }, random) {
    lag.milliseconds = random.between(20, 150);
    const what = `${lag.milliseconds} ms for every piece that goes through`;
    return Promise.resolve({ what, end: () => Promise.resolve((lag.milliseconds = 0)) });
  },
};
