import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { GraphClient } from '@ordergraph/launcher';
import { eventually, requestGraphql, watchGraphql } from '@ordergraph/testing';
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { openShop, type Shop } from '../support/shop.js';
import { placeOrder, registerShopper } from '../support/shopper.js';
import { type Case, cases, type Party, type World } from './cases.js';
import { idArguments } from './id-arguments.js';

let shop: Shop;
let world: World;
let authorization: string;
beforeAll(async () => {
  shop = await openShop({ amqpUrl: undefined });
  const other = await registerShopper(shop.platform.current.graphqlUrl);
  authorization = `Bearer ${other.token}`;
  world = { productId: shop.productId, victim: await partyOf(shop.shopper), other: await partyOf(other) };
}, 120_000);
afterAll(() => shop.platform.remove(), 60_000);

/** A customer with a paid order. */
async function partyOf(shopper: GraphClient): Promise<Party> {
  const idempotencyKey = randomUUID();
  const { id } = await placeOrder(shopper, { productId: shop.productId, idempotencyKey });
  return eventually(async () => {
    const { me, order } = await shopper.request<Shown>(
      `query ($id: ID!) {
        me { id email orders(first: 1) { edges { cursor } } }
        order(id: $id) { status number progress { cursor } payment { id status } history(first: 1) { edges { cursor } } }
      }`,
      { id },
    );
    expect(order).toMatchObject({ status: 'CONFIRMED', payment: { status: 'CAPTURED' } });
    return {
      userId: me.id,
      email: me.email,
      orderId: id,
      number: order.number,
      paymentId: order.payment.id,
      cursor: order.progress.cursor,
      listCursor: me.orders.edges[0].cursor,
      historyCursor: order.history.edges[0].cursor,
      idempotencyKey,
    };
  });
}

interface Cursors {
  readonly edges: readonly [{ readonly cursor: string }];
}

interface Shown {
  readonly me: { readonly id: string; readonly email: string; readonly orders: Cursors };
  readonly order: {
    readonly number: string;
    readonly progress: { readonly cursor: string };
    readonly payment: { readonly id: string };
    readonly history: Cursors;
  };
}

describe('what another customer has, asked for by its id', () => {
  it('has a case for every argument that names something', async () => {
    const { graphqlUrl: url } = shop.platform.current;
    const { data } = await requestGraphql<IntrospectionQuery>({ url, query: getIntrospectionQuery() });
    expect(idArguments(buildClientSchema(data!)).sort()).toEqual(Object.keys(cases).sort());
  });

  it.each(Object.entries(cases))('%s', async (_, each) => {
    const said = await ask(each);
    expect(answerOf(said)).toBe(each.answer);
    const { email, number, paymentId } = world.victim;
    for (const secret of [email, number, paymentId]) expect(said).not.toContain(secret);
  });

  it('stands with its answer in docs/security.md', () => {
    const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/security.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `(?<name>\w+\.\w+\([\w.]+\))` \| (?<answer>[^|]+) \|$/gm)];
    expect(rows.map(({ groups }) => [groups?.['name'], groups?.['answer']?.replaceAll('`', '')])).toEqual(
      Object.entries(cases).map(([name, { answer }]) => [name, answer]),
    );
  });
});

/** As the other customer: the answer as text. */
async function ask({ document: query, variables }: Case): Promise<string> {
  const { graphqlUrl: url } = shop.platform.current;
  const request = { url, query, variables: variables(world), authorization };
  if (!query.startsWith('subscription')) {
    const { data, errors } = await requestGraphql(request);
    return JSON.stringify({ data, errors });
  }
  const watch = watchGraphql(request);
  try {
    return await eventually(() => {
      const { payloads, end } = watch;
      expect(payloads.length > 0 || end !== undefined).toBe(true);
      return JSON.stringify({ payloads, end });
    });
  } finally {
    await watch.stop();
  }
}

function answerOf(said: string): string {
  const codes = new Set([...said.matchAll(/"code":"(?<code>\w+)"/g)].map(({ groups }) => groups?.['code']));
  if (codes.size > 0) return [...codes].join(' ');
  if (/^\{"data":\{"\w+":null\}\}$/.test(said)) return 'null';
  const [, outcome = ''] = /"__typename":"(\w+)"/.exec(said) ?? [];
  return outcome === '' || outcome.endsWith('Success') ? 'own or public data' : outcome;
}
