import { type Fault, once } from '../fault.js';

/** Every replica of two programs ends in order and starts again, one after the other. */
export const rollingRestart: Fault = {
  name: 'rolling-restart',
  lane: 'services',
  lasts: [3, 6],
  async begin({ services, gateways }, random) {
    const all = [...services, ...gateways];
    const programs = random.shuffled([...new Set(all.map(({ program }) => program))]).slice(0, 2);
    for (const replica of all.filter(({ program }) => programs.includes(program))) await replica.replace({});
    return once(programs.join(', '));
  },
};
