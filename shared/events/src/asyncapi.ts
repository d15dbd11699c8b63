import { z } from 'zod';
import { cloudEvent } from './asyncapi-headers.js';
import type { Contract } from './contract.js';
import type { AnyContract } from './registry.js';

/** An AsyncAPI 3 document; typed loosely, since its validity is the parser's to tell. */
export type AsyncApiDocument = Readonly<Record<string, unknown>>;

type Json = Readonly<Record<string, unknown>>;

/** One exchange or queue, with what passes through it. */
interface Channel {
  readonly name: string;
  readonly operation: string;
  readonly action: 'send' | 'receive';
  readonly description: Json;
  readonly contracts: readonly Contract[];
}

/**
 * Describes contracts as AsyncAPI 3.1: a topic exchange for the events of each owner, a queue for the commands each owner
 * obeys, and the body of every message as JSON Schema. Depends on its arguments alone: same contracts, same document.
 */
export function asyncApiDocument(contracts: readonly AnyContract[], version: string): AsyncApiDocument {
  const published = (contracts as readonly Contract[]).filter(({ kind }) => kind !== 'fact').toSorted(byType);
  const channels = channelsOf(published);
  return {
    asyncapi: '3.1.0',
    info: {
      title: 'Ordergraph messages',
      version,
      description:
        'Every message that crosses the border of a service. Names of exchanges and queues carry the namespace in front.',
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(
      channels.map((channel) => [channel.name, { ...channel.description, messages: listed(channel) }]),
    ),
    operations: Object.fromEntries(channels.map((channel) => [channel.operation, operation(channel)])),
    components: {
      messages: Object.fromEntries(published.map((contract) => [contract.type, message(contract)])),
      messageTraits: { cloudEvent },
    },
  };
}

const byType = (one: Contract, other: Contract) => (one.type < other.type ? -1 : 1);

function channelsOf(contracts: readonly Contract[]): Channel[] {
  const owners = [...new Set(contracts.map(({ owner }) => owner))];
  return owners
    .flatMap((owner) => {
      const own = contracts.filter((contract) => contract.owner === owner);
      if (owner === 'messaging') return replays(own);
      return [events(owner, own), commands(owner, own)];
    })
    .filter((channel) => channel.contracts.length > 0);
}

function events(owner: string, contracts: readonly Contract[]): Channel {
  const name = `${owner}.events`;
  return {
    name,
    operation: `publish-${owner}-events`,
    action: 'send',
    description: {
      address: name,
      description: `What happened in ${owner}. Routed by the message's type without its version; nobody listening is normal.`,
      bindings: { amqp: { is: 'routingKey', exchange: { name, type: 'topic', durable: true, autoDelete: false } } },
    },
    contracts: contracts.filter(({ kind }) => kind === 'event'),
  };
}

function commands(owner: string, contracts: readonly Contract[]): Channel {
  const name = `${owner}.commands.t1`;
  return {
    name: `${owner}.commands`,
    operation: `obey-${owner}-commands`,
    action: 'receive',
    description: {
      address: name,
      description: `What others ask of ${owner}; each is answered by an event, refusals included. Sent as mandatory.`,
      bindings: { amqp: { is: 'queue', queue: { name, durable: true, exclusive: false, autoDelete: false } } },
    },
    contracts: contracts.filter(({ kind }) => kind === 'command'),
  };
}

/** How a new queue gets the history from before it existed: it asks an owner, who sends it there and then says so. */
function replays(contracts: readonly Contract[]): Channel[] {
  const channel = (name: string, address: string, description: string): Channel => ({
    name,
    operation: `take-${name}`,
    action: 'receive',
    description: { address, description, parameters: parametersOf(address) },
    contracts: contracts.filter(({ routingKey }) => routingKey === `messaging.${name}`),
  });
  return [
    channel('replay-requested', '{owner}.replays.t1', 'Where an owner is asked for its history.'),
    channel('replay-ended', '{queue}', 'The queue that asked; the history itself comes before, marked as replay.'),
  ];
}

const parametersOf = (address: string): Json =>
  address.startsWith('{owner}')
    ? { owner: { description: 'A service that publishes events.' } }
    : { queue: { description: 'Name of the queue in the request.' } };

const listed = ({ contracts }: Channel): Json =>
  Object.fromEntries(contracts.map(({ type }) => [type, { $ref: `#/components/messages/${type}` }]));

const operation = ({ name, action, contracts }: Channel): Json => ({
  action,
  channel: { $ref: `#/channels/${name}` },
  messages: contracts.map(({ type }) => ({ $ref: `#/channels/${name}/messages/${type}` })),
});

function message(contract: Contract): Json {
  const { data, state } = contract.example;
  return {
    name: contract.type,
    title: contract.routingKey,
    summary: contract.summary,
    traits: [{ $ref: '#/components/messageTraits/cloudEvent' }],
    payload: {
      type: 'object',
      properties: { data: jsonSchema(contract.schema), ...(contract.state && { state: jsonSchema(contract.state) }) },
      required: contract.state ? ['data', 'state'] : ['data'],
    },
    examples: [{ payload: { data, ...(state !== undefined && { state }) } }],
    'x-routing-key': contract.routingKey,
    'x-secret-fields': contract.secret,
    'x-personal-fields': contract.personal,
    ...(contract.expiresAfterSeconds !== undefined && { 'x-expires-after-seconds': contract.expiresAfterSeconds }),
  };
}

function jsonSchema(schema: z.ZodType): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { target: 'draft-7' });
  return rest;
}
