import { pause, resume } from '../../instruments/index.js';
import type { Fault } from '../fault.js';

/** SIGSTOP of one or two replicas, longer than two heartbeats of the broker take; then SIGCONT. */
export const pauseService: Fault = {
  name: 'pause-service',
  lane: 'services',
  lasts: [5, 26],
  begin({ services, gateways }, random) {
    const paused = random.shuffled([...services, ...gateways]).slice(0, random.between(1, 2));
    const pids = paused.flatMap(({ pid }) => pid ?? []);
    pids.forEach(pause);
    return Promise.resolve({
      what: `SIGSTOP ${paused.map(({ name }) => name).join(', ')}`,
      end: () => Promise.resolve(pids.forEach(resume)),
    });
  },
};
