import { z } from 'zod';
import { defineCommand, defineEvent, defineFact, parseType } from './contract.js';

const LampLit = defineEvent('lamps.lamp-lit.v2', {
  summary: 'The lamp burns.',
  data: z.strictObject({ lampId: z.string() }),
  state: z.strictObject({ lit: z.boolean() }),
  example: { data: { lampId: 'a' }, state: { lit: true } },
});

describe('a contract', () => {
  it('makes messages of its type', () => {
    expect(LampLit({ lampId: 'hall' })).toEqual({ type: 'lamps.lamp-lit.v2', data: { lampId: 'hall' } });
  });

  it('gives a message the identity it is asked to keep', () => {
    expect(LampLit({ lampId: 'hall' }, { id: 'order/step/1' })).toMatchObject({ id: 'order/step/1' });
  });

  it('derives owner, version and a routing key without version from its type', () => {
    expect({ ...LampLit }).toMatchObject({ kind: 'event', owner: 'lamps', version: 2, routingKey: 'lamps.lamp-lit' });
  });

  it('is an event only with a state; commands and facts carry none', () => {
    const rest = { summary: '', data: z.unknown(), example: { data: 1 } };
    expect({ ...defineCommand('lamps.light-lamp.v1', rest) }).toMatchObject({ kind: 'command', state: undefined });
    expect({ ...defineFact('lamps.wick-trimmed.v1', rest) }).toMatchObject({ kind: 'fact', state: undefined });
  });

  it('is written in the older version, where it says so, and named by today’s', () => {
    const dimmed = {
      type: 'lamps.lamp-dimmed.v1',
      schema: z.unknown(),
      example: { data: { percent: 50 } },
      upcast: () => ({ data: { share: 0.5 }, state: { share: 0.5 } }),
      downcast: { data: ({ share }: { share: number }) => ({ percent: share * 100 }) },
    };
    const declaration = {
      summary: 'The lamp burns lower.',
      data: z.strictObject({ share: z.number() }),
      state: z.strictObject({ share: z.number() }),
      example: { data: { share: 0.5 }, state: { share: 0.5 } },
      previous: [dimmed],
    };
    const LampDimmed = defineEvent('lamps.lamp-dimmed.v2', { ...declaration, writes: dimmed.type });
    expect(LampDimmed.type).toBe('lamps.lamp-dimmed.v2');
    expect(LampDimmed({ share: 0.2 })).toEqual({ type: dimmed.type, data: { percent: 20 } });
    const withoutDowncast = [{ ...dimmed, downcast: undefined as never }];
    for (const unwritable of [{ writes: 'lamps.lamp-dimmed.v0' }, { writes: dimmed.type, previous: withoutDowncast }])
      expect(() => defineEvent('lamps.lamp-dimmed.v2', { ...declaration, ...unwritable })).toThrow('no downcast');
  });

  it.each(['lampLit', 'lamps.lamp-lit', 'lamps.LampLit.v1', 'lamps.lamp-lit.v0', 'lamps.lamp-lit.v1.x', ''])(
    'cannot be declared as %p',
    (type) => {
      expect(parseType(type)).toBeUndefined();
      expect(() => defineFact(type, { summary: '', data: z.unknown(), example: { data: 1 } })).toThrow(TypeError);
    },
  );
});
