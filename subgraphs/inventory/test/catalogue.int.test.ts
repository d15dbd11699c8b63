import { seedProductId } from '../src/seed.js';
import { type StartedInventory, startInventory } from './start-inventory.js';

interface Page {
  readonly products: {
    readonly edges: readonly { readonly cursor: string; readonly node: { readonly sku: string } }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly endCursor: string };
  };
}

const productsQuery = `
  query Products($filter: ProductFilter, $sort: ProductSort! = RELEVANCE, $first: Int, $after: String) {
    products(filter: $filter, sort: $sort, first: $first, after: $after) {
      edges { cursor node { sku } }
      pageInfo { hasNextPage hasPreviousPage endCursor }
    }
  }`;

const byPrice = [
  'SPOON-OLIVE',
  'COFFEE-HOUSE',
  'MUG-WHITE',
  'MUG-BLUE',
  'POSTER-CREMA',
  'TEAPOT-IRON',
  'GRINDER-HAND',
  'KETTLE-GOOSE',
];

describe('the catalogue', () => {
  let inventory: StartedInventory;
  beforeAll(async () => {
    inventory = await startInventory();
  });
  afterAll(() => inventory.stop());

  async function skus(variables: Record<string, unknown>): Promise<string[]> {
    const { data, errors } = await inventory.asVisitor<Page>(productsQuery, variables);
    expect(errors).toBeUndefined();
    return data?.products.edges.map(({ node }) => node.sku) ?? [];
  }

  async function readPages(variables: Record<string, unknown>, first: number): Promise<string[]> {
    const read: string[] = [];
    let after: string | undefined;
    for (;;) {
      const { data } = await inventory.asVisitor<Page>(productsQuery, { ...variables, first, after });
      const { edges, pageInfo } = data!.products;
      read.push(...edges.map(({ node }) => node.sku));
      expect(pageInfo.hasPreviousPage).toBe(after !== undefined);
      if (!pageInfo.hasNextPage) return read;
      after = pageInfo.endCursor;
    }
  }

  it.each([1, 3, 8])('is read completely and once, %i at a time, in every order', async (first) => {
    expect(await readPages({ sort: 'PRICE_ASC' }, first)).toEqual(byPrice);
    expect(await readPages({ sort: 'PRICE_DESC' }, first)).toEqual([...byPrice].reverse());
    expect((await readPages({ sort: 'NEWEST' }, first)).sort()).toEqual([...byPrice].sort());
    expect((await readPages({ filter: { search: 'm' } }, first)).length).toBe(
      (await skus({ filter: { search: 'm' } })).length,
    );
  });

  it('takes no search that is longer than anybody types', async () => {
    const search = `a${'\u0300'.repeat(20_000)}${'\u0316'.repeat(20_000)}`;
    const { errors } = await inventory.asVisitor<Page>(productsQuery, { filter: { search } });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('is searched by the beginnings of words, titles first', async () => {
    expect(await skus({ filter: { search: 'blue mug' } })).toEqual(['MUG-BLUE']);
    expect(await skus({ filter: { search: 'TEA' } })).toEqual(['TEAPOT-IRON', 'MUG-BLUE']);
    expect(await skus({ filter: { search: 'apot' } })).toEqual([]);
    expect(await skus({ filter: { search: '.*' }, first: 100 })).toHaveLength(8);
  });

  it('shows what is in stock only, when asked', async () => {
    const inStock = await readPages({ sort: 'PRICE_ASC', filter: { inStockOnly: true } }, 2);
    expect(inStock).toEqual(byPrice.filter((sku) => sku !== 'POSTER-CREMA'));
  });

  it('finds products by id', async () => {
    const ids = ['MUG-BLUE', 'SPOON-OLIVE'].map(seedProductId);
    expect(await skus({ sort: 'PRICE_ASC', filter: { ids: [...ids, 'nothing'] } })).toEqual([
      'SPOON-OLIVE',
      'MUG-BLUE',
    ]);
  });

  it('refuses a cursor of another list, and pages that are too large', async () => {
    const { data } = await inventory.asVisitor<Page>(productsQuery, { sort: 'NEWEST', first: 1 });
    const after = data?.products.pageInfo.endCursor;
    const { errors } = await inventory.asVisitor(productsQuery, { sort: 'PRICE_ASC', after });
    expect(errors?.[0]?.extensions?.['code']).toBe('CURSOR_INVALID');
    const tooLarge = await inventory.asVisitor(productsQuery, { first: 101 });
    expect(tooLarge.errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
  });

  it('tells shoppers how much there is about, and operators exactly', async () => {
    const query = `query Product($id: ID!) { product(id: $id) { title price { amount currencyCode } availability createdAt } }`;
    const availability = async (sku: string) => {
      const { data } = await inventory.asVisitor<{ product: object }>(query, { id: seedProductId(sku) });
      return data?.product;
    };
    expect(await availability('MUG-BLUE')).toEqual({
      title: 'Blue mug',
      price: { amount: '12.90', currencyCode: 'EUR' },
      availability: 'IN_STOCK',
      createdAt: expect.stringMatching(/Z$/) as string,
    });
    expect(await availability('SPOON-OLIVE')).toMatchObject({ availability: 'LOW_STOCK' });
    expect(await availability('POSTER-CREMA')).toMatchObject({ availability: 'OUT_OF_STOCK' });

    const stockQuery = `query Stock($id: ID!) { product(id: $id) { sku stock { available reserved sold adjustments } } }`;
    const variables = { id: seedProductId('SPOON-OLIVE') };
    const known = await inventory.asOperator<object>(stockQuery, variables);
    expect(known.data).toEqual({
      product: { sku: 'SPOON-OLIVE', stock: { available: 4, reserved: 0, sold: 0, adjustments: 0 } },
    });
    const hidden = await inventory.asVisitor<object>(stockQuery, variables);
    expect(hidden.data).toEqual({ product: { sku: 'SPOON-OLIVE', stock: null } });
    expect(hidden.errors?.[0]?.path).toEqual(['product', 'stock']);
  });

  it('answers references, and nothing for what does not exist', async () => {
    const query = `query Entities($of: [_Any!]!) { _entities(representations: $of) { ... on Product { sku } } }`;
    const of = [seedProductId('MUG-BLUE'), 'nothing'].map((id) => ({ __typename: 'Product', id }));
    const { data } = await inventory.asVisitor<object>(query, { of });
    expect(data).toEqual({ _entities: [{ sku: 'MUG-BLUE' }, null] });
    expect((await inventory.asStranger(query, { of })).status).toBe(401);
  });
});
