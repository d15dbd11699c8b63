import { type Fault, once } from '../fault.js';

/** `kill -9` of a gateway, now and then of both. */
export const killGateway: Fault = {
  name: 'kill-gateway',
  lane: 'services',
  lasts: [2, 5],
  begin({ gateways }, random) {
    const killed = random.chance(1 / 4) ? gateways : random.shuffled(gateways).slice(0, 1);
    for (const replica of killed) replica.kill();
    return Promise.resolve(once(`kill -9 ${killed.map(({ name }) => name).join(', ')}`));
  },
};
