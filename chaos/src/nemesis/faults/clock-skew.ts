import { skewedClock } from '../../instruments/index.js';
import type { Fault } from '../fault.js';

/**
 * Some replicas start again with a clock that is ahead or behind. No two differ by more than half a minute: the gateway uses a
 * token until it has half a minute left, so services whose clocks differ by more refuse its requests, as they should.
 */
export const clockSkew: Fault = {
  name: 'clock-skew',
  lane: 'services',
  lasts: [8, 20],
  async begin({ services, gateways }, random) {
    const skewed = random.shuffled([...services, ...gateways]).slice(0, random.between(1, 3));
    const offsets = skewed.map(() => (random.chance(0.5) ? 1 : -1) * random.between(2, 15));
    const environments = offsets.map(skewedClock);
    await Promise.all(skewed.map((replica, index) => replica.replace({ environment: environments[index] ?? {} })));
    return {
      what: skewed.map(({ name }, index) => `${name} ${offsets[index]} s`).join(', '),
      end: () => Promise.all(skewed.map((replica) => replica.replace({}))),
    };
  },
};
