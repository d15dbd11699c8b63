import type { Fault } from '../fault.js';

/** `kill -9` of one node of the broker; it comes back on its data. */
export const brokerKill: Fault = {
  name: 'broker-kill',
  lane: 'infrastructure',
  lasts: [4, 12],
  async begin({ servers: { rabbit } }, random) {
    const node = random.between(0, 2);
    await rabbit.kill(node);
    return { what: `kill -9 of RabbitMQ node ${node}`, end: () => rabbit.start(node) };
  },
};
