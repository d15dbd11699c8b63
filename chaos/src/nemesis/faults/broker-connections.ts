import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../fault.js';

const everyMilliseconds = 2_000;

/** The broker closes every connection every two seconds. */
export const brokerConnections: Fault = {
  name: 'broker-connections',
  lane: 'infrastructure',
  lasts: [6, 14],
  begin({ servers: { rabbit } }) {
    const ending = new AbortController();
    const closing = (async () => {
      while (!ending.signal.aborted) {
        await rabbit.closeAllConnections().catch(() => undefined);
        await delay(everyMilliseconds, undefined, { signal: ending.signal }).catch(() => undefined);
      }
    })();
    const end = (): Promise<void> => {
      ending.abort();
      return closing;
    };
    return Promise.resolve({ what: 'RabbitMQ closes all connections every 2 s', end });
  },
};
