/**
 * A process that consumes greetings: each leaves an effect, and the one called `fatal` ends the process, as a bug that runs out of
 * memory would.
 */
import { defineEvent } from '@ordergraph/events';
import { createRabbitBroker, Messaging, on } from '@ordergraph/messaging';
import mongoose from 'mongoose';
import pino from 'pino';
import { Registry } from 'prom-client';
import { z } from 'zod';

const [mongoUri, amqpUrl, namespace] = process.argv.slice(2);
const logger = pino({ level: 'silent' });
const example = { data: { name: 'Robin' }, state: { greetings: 1 } };
const Greeted = defineEvent('greeter.greeted.v1', {
  summary: 'Somebody was greeted.',
  data: z.strictObject({ name: z.string() }),
  state: z.strictObject({ greetings: z.number() }),
  example,
});

const database = await mongoose.createConnection(mongoUri, { dbName: `${namespace}_mail` }).asPromise();
const broker = createRabbitBroker({ url: amqpUrl, namespace, connectionName: 'mail', logger });
const messaging = new Messaging({
  service: 'mail',
  database,
  broker,
  logger,
  metrics: new Registry(),
  roles: new Set(['consumer']),
});
const effects = database.collection('effects');
const handle = async ({ id }) => {
  if (id === 'fatal') process.kill(process.pid, 'SIGKILL');
  await effects.updateOne({ _id: id }, { $inc: { times: 1 } }, { upsert: true });
};
await messaging.start({
  streams: [],
  facts: [Greeted],
  consumers: [{ name: 'greetings', reactions: [on(Greeted, handle)] }],
});
process.on('disconnect', () => process.exit(0));
