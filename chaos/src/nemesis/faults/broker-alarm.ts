import type { RabbitAlarm } from '../../instruments/index.js';
import type { Fault } from '../fault.js';

const alarm = (name: string, kind: RabbitAlarm): Fault => ({
  name,
  lane: 'infrastructure',
  lasts: [4, 12],
  async begin({ servers: { rabbit } }) {
    await rabbit.raiseAlarm(kind);
    return { what: `RabbitMQ blocks publishers: ${kind} alarm`, end: () => rabbit.clearAlarm(kind) };
  },
});

/** The broker thinks that memory or disk runs out, and takes nothing any more. */
export const memoryAlarm = alarm('memory-alarm', 'memory');
export const diskAlarm = alarm('disk-alarm', 'disk');
