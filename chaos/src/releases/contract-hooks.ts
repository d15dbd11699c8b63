import type { LoadHook } from 'node:module';

/** A release reads version 2 of these messages and writes version 1, the next one writes version 2. */
export type Release = 'reader' | 'writer';

/** An event, a command, and what a participant and the saga itself record. */
const changed = [
  'payments.capture-payment.v1',
  'payments.payment-captured.v1',
  'inventory.stock-reserved.v1',
  'orders.order-confirmed.v1',
];

let release: Release = 'reader';

export function initialize(data: Release): void {
  release = data;
}

/** Hook of Node's module loader: the contracts of a release that is still to come, from the compiled ones of this. */
export const load: LoadHook = async (url, context, nextLoad) => {
  const loaded = await nextLoad(url, context);
  if (!url.endsWith('/shared/events/dist/contract.js')) return loaded;
  const { source = '' } = loaded;
  const text = typeof source === 'string' ? source : Buffer.from(source as Uint8Array).toString();
  return { ...loaded, source: withVersionTwo(text, release) };
};

/**
 * Version 2 has one field more, which a strict reader of version 1 refuses and a strict reader of version 2 misses. The code of
 * the platform says nothing about it: whatever it makes gets the field.
 */
export function withVersionTwo(source: string, written: Release): string {
  const defined = 'function define(';
  if (source.split(defined).length !== 2) throw new Error('contracts are no longer declared by one function `define`');
  return `import { z } from 'zod';
${source.replace(defined, 'function defineAsIs(')}
const revised = (data) => ({ ...data, revision: 2 });
const unrevised = ({ revision, ...data }) => data;
function define(kind, type, declaration, state) {
  if (!${JSON.stringify(changed)}.includes(type)) return defineAsIs(kind, type, declaration, state);
  const { data: schema, example } = declaration;
  const upcast = (body) => ({ ...body, data: revised(body.data) });
  const contract = defineAsIs(kind, type.replace(/1$/, '2'), {
    ...declaration,
    data: schema.extend({ revision: z.literal(2) }),
    example: upcast(example),
    previous: [{ type, schema, example, upcast, downcast: { data: unrevised } }],
    writes: ${written === 'reader' ? 'type' : 'undefined'},
  }, state);
  return Object.assign((data, identity) => contract(revised(data), identity), contract);
}
`;
}
