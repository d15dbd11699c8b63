import { z } from 'zod';
import { type MessageBody, defineEvent } from './contract.js';
import { ContractRegistry } from './registry.js';

/** Version 1 knew a temperature in Fahrenheit; version 2 counts in Celsius. */
const KettleBoiled = defineEvent('kitchen.kettle-boiled.v2', {
  summary: 'The water boils.',
  data: z.strictObject({ celsius: z.number() }),
  state: z.strictObject({ on: z.boolean() }),
  example: { data: { celsius: 100 }, state: { on: false } },
  previous: [
    {
      type: 'kitchen.kettle-boiled.v1',
      schema: z.strictObject({ fahrenheit: z.number() }),
      example: { data: { fahrenheit: 212 } },
      upcast: ({ data }: MessageBody) => ({
        data: { celsius: ((data as { fahrenheit: number }).fahrenheit - 32) / 1.8 },
        state: { on: false },
      }),
    },
  ],
});

const TeaPoured = defineEvent('kitchen.tea-poured.v1', {
  summary: 'Tea is served.',
  data: z.strictObject({ cups: z.number() }),
  state: z.strictObject({ on: z.boolean() }),
  example: { data: { cups: 2 }, state: { on: false } },
});

describe('a registry of contracts', () => {
  const registry = new ContractRegistry([KettleBoiled, TeaPoured]);

  it('finds a contract by its type, and by that of an older version', () => {
    expect(registry.find('kitchen.kettle-boiled.v2')).toBe(KettleBoiled);
    expect(registry.find('kitchen.kettle-boiled.v1')).toBe(KettleBoiled);
    expect(registry.find('kitchen.kettle-boiled.v3')).toBeUndefined();
    expect(registry.find('garden.rose-opened.v1')).toBeUndefined();
  });

  it('tells a version from the future from a type nobody knows', () => {
    expect(registry.isNewerVersion('kitchen.kettle-boiled.v3')).toBe(true);
    expect(registry.isNewerVersion('kitchen.kettle-boiled.v2')).toBe(false);
    expect(registry.isNewerVersion('kitchen.kettle-boiled.v1')).toBe(false);
    expect(registry.isNewerVersion('garden.rose-opened.v9')).toBe(false);
    expect(registry.isNewerVersion('not a type')).toBe(false);
  });

  it('brings an older body to today’s shape and leaves today’s alone', () => {
    const today = { data: { celsius: 99 }, state: { on: true } };
    expect(registry.upcast('kitchen.kettle-boiled.v1', { data: { fahrenheit: 212 } })).toEqual(KettleBoiled.example);
    expect(registry.upcast('kitchen.kettle-boiled.v2', today)).toBe(today);
  });

  it('finds an older version by its type, and only that', () => {
    expect(registry.findPrevious('kitchen.kettle-boiled.v1')).toBe(KettleBoiled.previous[0]);
    expect(registry.findPrevious('kitchen.kettle-boiled.v2')).toBeUndefined();
    expect(registry.findPrevious('garden.rose-opened.v1')).toBeUndefined();
  });

  it('lists each contract once, however many versions it reads', () => {
    expect(registry.contracts()).toEqual([KettleBoiled, TeaPoured]);
  });

  it('refuses two contracts for one type', () => {
    expect(() => new ContractRegistry([TeaPoured, TeaPoured])).toThrow('kitchen.tea-poured.v1 is declared twice');
  });
});
