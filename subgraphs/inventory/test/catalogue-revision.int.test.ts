import { eventually } from '@ordergraph/testing';
import { seedProductId } from '../src/seed.js';
import { type StartedInventory, startInventory } from './start-inventory.js';

const products = '{ products(filter: { search: "MUG-BLUE" }) { edges { node { price { amount } } } } }';
const reprice = `mutation ($id: ID!, $amount: Decimal!) {
  changePrice(input: { productId: $id, price: { amount: $amount, currencyCode: "EUR" } }) { __typename } }`;

describe('the revision of the catalogue', () => {
  let inventory: StartedInventory;
  beforeAll(async () => {
    inventory = await startInventory();
  });
  afterAll(() => inventory.stop());

  const listedPrice = async () => {
    const { data } = await inventory.asVisitor<{
      products: { edges: { node: { price: { amount: string } } }[] };
    }>(products);
    return data?.products.edges[0]?.node.price.amount;
  };

  it('is another as soon as a list shows another price, for all who listen, and the same until then', async () => {
    const watches = [1, 2].map(() =>
      inventory.watch<{ catalogueRevision: string | null }>('subscription { catalogueRevision }'),
    );
    const heard = () => watches.map(({ payloads }) => payloads.at(-1)?.data?.catalogueRevision);
    const known = await eventually(() => {
      const [first, second] = heard();
      expect(typeof first).toBe('string');
      expect(second).toBe(first);
      return first;
    });
    const id = seedProductId('MUG-BLUE');
    for (const amount of ['11.00', '12.00', '13.00']) {
      const before = heard();
      await inventory.asOperator(reprice, { id, amount });
      await eventually(() => {
        for (const [index, revision] of heard().entries())
          expect([before[index], null, undefined]).not.toContain(revision);
      });
      expect(await listedPrice()).toBe(amount);
    }
    expect(heard()).not.toContain(known);
    const now = heard();
    const late = inventory.watch<{ catalogueRevision: string | null }>('subscription { catalogueRevision }');
    await eventually(() => expect(late.payloads[0]?.data?.catalogueRevision).toBe(now[0]));
    expect(heard()).toEqual(now);
    await Promise.all([...watches, late].map((watch) => watch.stop()));
  });
});
