import { eventually, requestGraphql, testBrokerUrl } from '@ordergraph/testing';
import { signInOperator } from '../support/shopper.js';
import { startTestPlatform, type TestPlatform } from '../support/test-platform.js';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform({ amqpUrl: testBrokerUrl() });
}, 120_000);
afterAll(() => platform.remove(), 60_000);

/** May be kept for a minute, which is longer than `eventually` waits. */
const product = 'query ($id: ID!) { product(id: $id) { price { amount } } }';
const reprice = `mutation ($id: ID!, $amount: Decimal!) {
  changePrice(input: { productId: $id, price: { amount: $amount, currencyCode: "EUR" } }) { __typename }
}`;

interface Shown {
  readonly product: { readonly price: { readonly amount: string } };
}

describe('a product that the gateway keeps', () => {
  it('is told to be kept, is kept, and never shows an old price for long', async () => {
    const { graphqlUrl, productIds } = platform.current;
    const [id = ''] = productIds;
    const ask = async () => {
      const { data, headers } = await requestGraphql<Shown>({ url: graphqlUrl, query: product, variables: { id } });
      const price = data?.product.price.amount;
      return { price, header: headers.get('cache-control') };
    };
    const hits = async () => {
      const text = await (await fetch(new URL('/metrics', graphqlUrl))).text();
      return Number(/cached_answers_total\{outcome="hit"\} (\d+)/.exec(text)?.[1] ?? 0);
    };
    const operator = await signInOperator(graphqlUrl);
    for (const amount of ['21.00', '22.00', '23.00']) {
      const before = await hits();
      await eventually(async () => {
        expect((await ask()).header).toMatch(/^max-age=\d+, public$/);
        expect(await hits()).toBeGreaterThan(before);
      });
      await operator.request(reprice, { id, amount });
      await eventually(async () => expect((await ask()).price).toBe(amount));
      for (let time = 0; time < 5; time += 1) expect((await ask()).price).toBe(amount);
    }
  });
});
