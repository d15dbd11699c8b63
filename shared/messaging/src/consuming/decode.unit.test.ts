import { AuthorizePayment, ContractRegistry, defineEvent, OrderConfirmed } from '@ordergraph/events';
import { z } from 'zod';
import type { BrokerMessage, Envelope } from '../broker/port.js';
import { MessageInvalid } from '../errors.js';
import { decode } from './decode.js';
import { NewerVersion } from './errors.js';

const Renamed = defineEvent('greeter.greeted.v2', {
  summary: 'Somebody was greeted.',
  data: z.strictObject({ name: z.string() }),
  state: z.strictObject({ greetings: z.number() }),
  example: { data: { name: 'Robin' }, state: { greetings: 1 } },
  previous: [
    {
      type: 'greeter.greeted.v1',
      schema: z.strictObject({ who: z.string() }),
      example: { data: { who: 'Robin' }, state: { greetings: 1 } },
      upcast: ({ data, state }) => ({
        data: { name: (data as { who: string }).who },
        state: state as { greetings: number },
      }),
    },
  ],
});
const Waved = defineEvent('greeter.waved.v2', {
  summary: 'Somebody was waved at.',
  data: z.strictObject({}),
  state: z.strictObject({ waves: z.number() }),
  example: { data: {}, state: { waves: 1 } },
  previous: [
    {
      type: 'greeter.waved.v1',
      schema: z.strictObject({ times: z.number() }),
      example: { data: { times: 1 }, state: { waved: 1 } },
      upcast: ({ state }) => ({ data: {}, state: { waves: (state as { waved: number }).waved } }),
    },
  ],
});
const registry = new ContractRegistry([OrderConfirmed, AuthorizePayment, Renamed, Waved]);

function message(type: string, body: object | string, envelope: Partial<Envelope> = {}): BrokerMessage {
  const time = '2026-01-01T09:00:00.000Z';
  return {
    routingKey: 'any',
    content: Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    envelope: { id: 'o-1/2/0', type, source: 's', subject: 'o-1', time, version: 2, correlationId: 'c', ...envelope },
  };
}

describe('decoding', () => {
  it('takes a message apart', () => {
    const { received } = decode(message(OrderConfirmed.type, OrderConfirmed.example, { replayId: 'r' }), registry);
    expect(received).toMatchObject({
      ...OrderConfirmed.example,
      id: 'o-1/2/0',
      subject: 'o-1',
      version: 2,
      isReplay: true,
    });
    expect(received.time).toEqual(new Date('2026-01-01T09:00:00.000Z'));
  });

  it('brings an older version to the shape of today', () => {
    const old = message('greeter.greeted.v1', { data: { who: 'Robin' }, state: { greetings: 3 } });
    expect(decode(old, registry).received).toMatchObject({
      type: 'greeter.greeted.v2',
      data: { name: 'Robin' },
      state: { greetings: 3 },
    });
  });

  it.each([{ data: null }, { data: { name: 'Robin' } }, { data: { who: 7 } }, {}])(
    'refuses a body that its older version does not describe: %j',
    (body) => {
      const old = message('greeter.greeted.v1', { state: { greetings: 3 }, ...body });
      expect(() => decode(old, registry)).toThrow(MessageInvalid);
    },
  );

  it('refuses an older version that cannot be brought to the shape of today', () => {
    const old = message('greeter.waved.v1', { data: { times: 1 }, state: null });
    expect(() => decode(old, registry)).toThrow('greeter.waved.v1 cannot be brought to the shape of today');
  });

  it('tells a newer version, which must wait, from an unknown type, which never will be read', () => {
    expect(() => decode(message('greeter.greeted.v3', {}), registry)).toThrow(NewerVersion);
    expect(() => decode(message('greeter.danced.v1', {}), registry)).toThrow(MessageInvalid);
    expect(() => decode(message('', {}), registry)).toThrow(MessageInvalid);
  });

  it.each(['not json', 'null', '[]', {}, { data: {} }, { data: OrderConfirmed.example.data }])(
    'refuses a body that its contract does not describe: %j',
    (body) => {
      expect(() => decode(message(OrderConfirmed.type, body), registry)).toThrow(MessageInvalid);
    },
  );

  it('refuses bytes that are no UTF-8, rather than keep others in their place', () => {
    const text = JSON.stringify({ ...Renamed.example, data: { name: 'Rob?n' } });
    const bytes = Buffer.from(text);
    bytes[text.indexOf('?')] = 0xff;
    expect(() => decode(message(Renamed.type, bytes), registry)).toThrow(MessageInvalid);
  });

  it.each([65, 100_000])('refuses a body that is nested %d deep', (depth) => {
    const { state } = Renamed.example;
    const body = `{"data":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)},"state":${JSON.stringify(state)}}`;
    expect(() => decode(message(Renamed.type, body), registry)).toThrow('nested more than 64 deep');
  });

  it.each([
    { id: '' },
    { subject: '' },
    { time: 'yesterday' },
    { version: 0 },
    { version: Number.NaN },
    { version: 1.5 },
  ])('refuses an envelope without identity or time: %j', (gap) => {
    expect(() => decode(message(OrderConfirmed.type, OrderConfirmed.example, gap), registry)).toThrow(MessageInvalid);
  });

  it('names the wrong fields, never their values', () => {
    const { data } = AuthorizePayment.example;
    const body = { data: { ...data, amount: undefined, paymentToken: ['tok_secret'] } };
    expect(() => decode(message(AuthorizePayment.type, body), registry)).toThrow('data.paymentToken: invalid_type');
    expect(() => decode(message(AuthorizePayment.type, body), registry)).not.toThrow(/tok_secret/);
  });
});
