import { type Fault, once } from '../fault.js';

/** `kill -9` of one to three replicas of any service, at once; each is started again. */
export const killService: Fault = {
  name: 'kill-service',
  lane: 'services',
  lasts: [2, 5],
  begin({ services }, random) {
    const killed = random.shuffled(services).slice(0, random.between(1, 3));
    for (const replica of killed) replica.kill();
    return Promise.resolve(once(`kill -9 ${killed.map(({ name }) => name).join(', ')}`));
  },
};
