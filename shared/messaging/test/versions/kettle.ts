import { defineEvent, defineFact, type Message, type MessageBody } from '@ordergraph/events';
import { z } from 'zod';
import type { AnyContract } from '@ordergraph/events';
import { messageCause, mutationCause } from '../../src/causes.js';
import type { Decider } from '../../src/commits/decider.js';
import { on } from '../../src/consuming/definitions.js';
import type { Messaging } from '../../src/messaging.js';
import type { MessagingParts } from '../../src/parts.js';
import { project, type ViewDefinition, type ViewRow } from '../../src/views/view.js';

/** Version 1 measured in Fahrenheit. */
const Fahrenheit = z.strictObject({ kettle: z.string(), fahrenheit: z.number() });
const FahrenheitState = z.strictObject({ fahrenheit: z.number() });
/** Version 2 measures in Celsius, in its state too. */
const Celsius = z.strictObject({ kettle: z.string(), celsius: z.number() });
const CelsiusState = z.strictObject({ celsius: z.number() });

const toCelsius = (fahrenheit: number): number => Math.round((fahrenheit - 32) / 1.8);
const toFahrenheit = (celsius: number): number => celsius * 1.8 + 32;
const v1Example = { data: { kettle: 'k', fahrenheit: 212 }, state: { fahrenheit: 212 } };

const first = {
  type: 'kitchen.kettle-boiled.v1',
  schema: Fahrenheit,
  example: v1Example,
  upcast: ({ data, state }: MessageBody) => {
    const { kettle, fahrenheit } = data as z.infer<typeof Fahrenheit>;
    return {
      data: { kettle, celsius: toCelsius(fahrenheit) },
      state: { celsius: toCelsius((state as z.infer<typeof FahrenheitState> | undefined)?.fahrenheit ?? 0) },
    };
  },
  downcast: {
    data: ({ kettle, celsius }: z.infer<typeof Celsius>) => ({ kettle, fahrenheit: toFahrenheit(celsius) }),
    state: ({ celsius }: z.infer<typeof CelsiusState>) => ({ fahrenheit: toFahrenheit(celsius) }),
  },
};
const second = {
  summary: 'The water boils.',
  data: Celsius,
  state: CelsiusState,
  example: { data: { kettle: 'k', celsius: 100 }, state: { celsius: 100 } },
  previous: [first],
};

/** What one release of the kitchen and its guests knows of a boiling kettle, and how its code calls the temperature. */
export interface Release {
  readonly boiled: AnyContract;
  boil(kettle: string, celsius: number): Message;
  celsiusIn(body: unknown): number;
  stateOf(celsius: number): unknown;
}

const KettleBoiledV1 = defineEvent('kitchen.kettle-boiled.v1', {
  summary: 'The water boils.',
  data: Fahrenheit,
  state: FahrenheitState,
  example: v1Example,
});
const KettleBoiledRead = defineEvent('kitchen.kettle-boiled.v2', { ...second, writes: first.type });
const KettleBoiledV2 = defineEvent('kitchen.kettle-boiled.v2', second);

const inCelsius = (contract: typeof KettleBoiledV2): Release => ({
  boiled: contract,
  boil: (kettle, celsius) => contract({ kettle, celsius }),
  celsiusIn: (body) => (body as { celsius: number }).celsius,
  stateOf: (celsius) => ({ celsius }),
});

/** Three releases in a row: before version 2, reading it, writing it. */
export const releases = {
  before: {
    boiled: KettleBoiledV1,
    boil: (kettle, celsius) => KettleBoiledV1({ kettle, fahrenheit: toFahrenheit(celsius) }),
    celsiusIn: (body) => toCelsius((body as { fahrenheit: number }).fahrenheit),
    stateOf: (celsius) => ({ fahrenheit: toFahrenheit(celsius) }),
  },
  readers: inCelsius(KettleBoiledRead),
  writers: inCelsius(KettleBoiledV2),
} as const satisfies Record<string, Release>;

/** Guests tell nobody that they poured; the kitchen is asked by `kitchen.refill-wanted.v1` to boil once more. */
export const TeaPoured = defineFact('tearoom.tea-poured.v1', {
  summary: 'Tea was made of boiling water.',
  data: z.strictObject({ celsius: z.number() }),
  example: { data: { celsius: 100 } },
});
export const RefillWanted = defineEvent('tearoom.refill-wanted.v1', {
  summary: 'Somebody wants more tea.',
  data: z.strictObject({ kettle: z.string(), celsius: z.number() }),
  state: z.strictObject({}),
  example: { data: { kettle: 'k', celsius: 90 }, state: {} },
});

export const kettleOf = ({ boiled, celsiusIn, stateOf }: Release): Decider<number> => ({
  category: 'kettle',
  initialState: () => 0,
  evolve: (celsius, { type, data }) => (type === boiled.type ? celsiusIn(data) : celsius),
  publicState: stateOf,
});
export const cup: Decider<readonly number[]> = {
  category: 'cup',
  initialState: () => [],
  evolve: (poured, { data }) => [...poured, (data as { celsius: number }).celsius],
};

/** Boils a kettle once more. */
export const boil = (messaging: Messaging, release: Release, kettle: string, celsius: number) =>
  messaging.log.execute(kettleOf(release), kettle, {
    ...mutationCause({ principal: 'user:u', field: 'boil', context: { correlationId: kettle } }),
    decide: () => [release.boil(kettle, celsius)],
  });

export const kitchen = (messaging: Messaging, release: Release): MessagingParts => ({
  streams: [kettleOf(release)],
  facts: [release.boiled, RefillWanted],
  ownViews: [kettles(release)],
  consumers: [
    {
      name: 'refills',
      reactions: [
        on(RefillWanted, async (wanted) => {
          await messaging.log.execute(kettleOf(release), wanted.data.kettle, {
            ...messageCause(wanted, 'kitchen.refills'),
            decide: () => [release.boil(wanted.data.kettle, wanted.data.celsius)],
          });
        }),
      ],
    },
  ],
});

export const tearoom = (messaging: Messaging, release: Release): MessagingParts => ({
  streams: [cup],
  facts: [release.boiled, TeaPoured],
  copies: [kettles(release)],
  consumers: [
    {
      name: 'teas',
      reactions: [
        on(release.boiled, async (boiled) => {
          await messaging.log.execute(cup, boiled.subject, {
            ...messageCause(boiled, 'tearoom.teas'),
            decide: () => [TeaPoured({ celsius: release.celsiusIn(boiled.data) })],
          });
        }),
      ],
    },
  ],
});

interface KettleRow extends ViewRow {
  readonly celsius: number;
}

const kettles = ({ boiled, celsiusIn }: Release): ViewDefinition<KettleRow> => ({
  collection: 'kettles',
  sources: [project(boiled, ({ subject, version, state }) => ({ _id: subject, version, celsius: celsiusIn(state) }))],
});
