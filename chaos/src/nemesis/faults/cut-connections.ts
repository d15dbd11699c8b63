import { type Fault, once } from '../fault.js';

/** Every connection between gateways and services is cut, in the middle of whatever goes through it. */
export const cutConnections: Fault = {
  name: 'cut-connections',
  lane: 'services',
  lasts: [1, 3],
  begin({ network }) {
    return Promise.resolve(once(`${network.cutServices()} connections between gateways and services`));
  },
};
