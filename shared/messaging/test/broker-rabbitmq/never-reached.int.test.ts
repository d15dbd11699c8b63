import { eventually, uniqueNamespace } from '@ordergraph/testing';
import { BrokerUnavailable } from '../../src/index.js';
import { Inbox, keepsAlive, outcomeOf } from '../broker-conformance/harness.js';

describe('a RabbitMQ that was never reached', () => {
  it('is closed at once, with all who wait for it, and does not keep the process from ending', async () => {
    const newResources = keepsAlive();
    const namespace = uniqueNamespace();
    const warnings: string[] = [];
    const logger = { debug: () => undefined, info: () => undefined, error: () => undefined };
    const warn = (_fields: object, text: string): void => void warnings.push(text);
    const url = 'amqp://127.0.0.1:1';
    const broker = namespace.openBroker({ kind: 'rabbitmq', url }, { logger: { ...logger, warn } });
    const declared = broker.declare({ exchanges: ['orders.events'], queues: [] });
    const refused = expect(declared).rejects.toThrow(BrokerUnavailable);
    const inbox = await new Inbox(broker, 'orders.commands.t1').ready();
    await eventually(() => expect(warnings).toContain('broker not reached'));
    await broker.close(1_000);
    await refused;
    const before = warnings.length;
    await eventually(() => expect(newResources()).toEqual([]), { timeoutMs: 2_000 });
    expect(warnings.slice(before)).toEqual([]);
    await inbox.stop();
    expect(await outcomeOf(broker.close(0)).done).toBe('resolved');
    await namespace.cleanup();
  });
});
