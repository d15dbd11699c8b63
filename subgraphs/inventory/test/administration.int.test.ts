import { type StartedInventory, startInventory } from './start-inventory.js';

const product = `product { id sku price { amount currencyCode } stock { available adjustments } availability }`;
const userErrors = `... on UserError { message } ... on InvalidInput { fields { path } }`;
const create = `mutation Create($input: CreateProductInput!) {
  result: createProduct(input: $input) { __typename ... on CreateProductSuccess { ${product} } ${userErrors} } }`;
const reprice = `mutation Reprice($input: ChangePriceInput!) {
  result: changePrice(input: $input) { __typename ... on ChangePriceSuccess { ${product} } ${userErrors} } }`;
const restock = `mutation Restock($input: RestockProductInput!) {
  result: restockProduct(input: $input) { __typename ... on RestockProductSuccess { ${product} } ${userErrors} } }`;

interface Answer {
  readonly result: {
    readonly __typename: string;
    readonly product?: { readonly id: string; readonly stock: { readonly available: number } };
    readonly fields?: readonly { readonly path: readonly string[] }[];
  };
}

describe('administering the catalogue', () => {
  let inventory: StartedInventory;
  beforeAll(async () => {
    inventory = await startInventory();
  });
  afterAll(() => inventory.stop());

  async function ask(mutation: string, input: object) {
    const { data, errors } = await inventory.asOperator<Answer>(mutation, { input });
    expect(errors).toBeUndefined();
    return data!.result;
  }

  const price = { amount: '3.50', currencyCode: 'EUR' };
  const newProduct = (sku: string) => ({ idempotencyKey: `create-${sku}`, sku, title: sku, price, initialStock: 7 });
  const idOf = async (sku: string) => (await ask(create, newProduct(sku))).product?.id ?? '';

  it('creates a product once per key', async () => {
    const first = await ask(create, newProduct('CUP'));
    expect(first).toMatchObject({
      __typename: 'CreateProductSuccess',
      product: { sku: 'CUP', price, stock: { available: 7, adjustments: 0 }, availability: 'IN_STOCK' },
    });
    expect(await ask(create, newProduct('CUP'))).toEqual(first);
    expect(await ask(create, { ...newProduct('CUP'), title: 'Another' })).toMatchObject({
      __typename: 'IdempotencyKeyReused',
    });
    expect(await ask(create, { ...newProduct('cup'), idempotencyKey: 'other' })).toMatchObject({
      __typename: 'SkuTaken',
    });
  });

  it.each(['', 'x'.repeat(201), 'half a character: \ud800'])('refuses the key %j', async (idempotencyKey) => {
    const { errors } = await inventory.asOperator(create, { input: { ...newProduct('KEYED'), idempotencyKey } });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('gives a SKU to exactly one of ten who claim it at once', async () => {
    const claims = Array.from({ length: 10 }, (_, index) => ({
      ...newProduct('CLAIMED'),
      idempotencyKey: `c-${index}`,
    }));
    const results = await Promise.all(claims.map((input) => ask(create, input)));
    expect(results.filter(({ __typename }) => __typename === 'CreateProductSuccess')).toHaveLength(1);
    expect(results.filter(({ __typename }) => __typename === 'SkuTaken')).toHaveLength(9);
  });

  it('names every invalid field', async () => {
    const invalid = { ...newProduct(' '), title: '', price: { amount: '1.005', currencyCode: 'EUR' } };
    const { fields } = await ask(create, invalid);
    expect(fields?.map(({ path }) => path.join('.'))).toEqual(['sku', 'title', 'price.amount']);
    const unknown = await ask(create, { ...newProduct('X'), price: { amount: '1', currencyCode: 'XYZ' } });
    expect(unknown.fields?.[0]?.path).toEqual(['price', 'currencyCode']);
  });

  it('changes a price, visible at once wherever the product is read', async () => {
    const productId = await idOf('REPRICED');
    const cheaper = { amount: '2.99', currencyCode: 'EUR' };
    expect(await ask(reprice, { productId, price: cheaper })).toMatchObject({ product: { price: cheaper } });
    const query = `query Read($id: ID!) {
      product(id: $id) { price { amount } } products(filter: { ids: [$id] }) { edges { node { price { amount } } } } }`;
    const { data } = await inventory.asVisitor<object>(query, { id: productId });
    const read = { price: { amount: '2.99' } };
    expect(data).toEqual({ product: read, products: { edges: [{ node: read }] } });
  });

  it('restocks once per key, and never another product with the same key', async () => {
    const [productId, other] = [await idOf('RESTOCKED'), await idOf('OTHER')];
    const input = { idempotencyKey: 'delivery-1', productId, quantity: 5 };
    const expected = { __typename: 'RestockProductSuccess', product: { stock: { available: 12, adjustments: 5 } } };
    expect(await ask(restock, input)).toMatchObject(expected);
    expect(await ask(restock, input)).toMatchObject(expected);
    expect(await ask(restock, { ...input, quantity: 6 })).toMatchObject({ __typename: 'IdempotencyKeyReused' });
    expect(await ask(restock, { ...input, productId: other })).toMatchObject({ __typename: 'IdempotencyKeyReused' });
  });

  it('adds up concurrent deliveries', async () => {
    const productId = await idOf('BUSY');
    const deliveries = Array.from({ length: 20 }, (_, index) => ({
      idempotencyKey: `d-${index}`,
      productId,
      quantity: 1,
    }));
    await Promise.all(deliveries.map((input) => ask(restock, input)));
    expect(await ask(restock, { idempotencyKey: 'last', productId, quantity: 1 })).toMatchObject({
      product: { stock: { available: 28, adjustments: 21 } },
    });
  });

  it('shows each of two mutations of one request what it did', async () => {
    const productId = await idOf('TWICE');
    const query = `mutation Twice($one: RestockProductInput!, $two: RestockProductInput!) {
      one: restockProduct(input: $one) { ... on RestockProductSuccess { product { stock { available } } } }
      two: restockProduct(input: $two) { ... on RestockProductSuccess { product { stock { available } } } } }`;
    const [one, two] = ['a', 'b'].map((key) => ({ idempotencyKey: `twice-${key}`, productId, quantity: 1 }));
    const { data } = await inventory.asOperator<object>(query, { one, two });
    expect(data).toEqual({
      one: { product: { stock: { available: 8 } } },
      two: { product: { stock: { available: 9 } } },
    });
  });

  it('knows nothing of a product that does not exist', async () => {
    expect(await ask(reprice, { productId: 'nothing', price })).toMatchObject({ __typename: 'NotFound' });
    const input = { idempotencyKey: 'nothing', productId: 'nothing', quantity: 1 };
    expect(await ask(restock, input)).toMatchObject({ __typename: 'NotFound' });
  });

  it('is for operators alone', async () => {
    const { data, errors } = await inventory.asVisitor(create, { input: newProduct('FORBIDDEN') });
    expect(data).toBeFalsy();
    expect(errors?.[0]?.extensions?.['code']).toMatch(/UNAUTHENTICATED|FORBIDDEN/);
  });
});
