/** Two customers who have ordered the same product, and paid. */
export interface World {
  readonly productId: string;
  readonly victim: Party;
  /** Who asks. */
  readonly other: Party;
}

export interface Party {
  readonly userId: string;
  readonly email: string;
  readonly orderId: string;
  readonly number: string;
  readonly paymentId: string;
  /** Of the order's last version, of its place among the customer's orders, of the first line of its history. */
  readonly cursor: string;
  readonly listCursor: string;
  readonly historyCursor: string;
  readonly idempotencyKey: string;
}

export interface Case {
  /** Codes of the errors, or the type of the outcome; `null`, or `own or public data`. */
  readonly answer: string;
  readonly document: string;
  readonly variables: (world: World) => Record<string, unknown>;
}

const FORBIDDEN = 'FORBIDDEN';
const PUBLIC = 'own or public data';
const money = { amount: '1.00', currencyCode: 'EUR' };

const repair = (field: string, note = ''): Case => ({
  answer: FORBIDDEN,
  document: `mutation ($id: ID!) { ${field}(orderId: $id${note}) { __typename } }`,
  variables: ({ victim }) => ({ id: victim.orderId }),
});

const catalogue = (field: string, type: string, input: Case['variables']): Case => ({
  answer: FORBIDDEN,
  document: `mutation ($input: ${type}!) { ${field}(input: $input) { __typename } }`,
  variables: (world) => ({ input: input(world) }),
});

const createProduct = catalogue('createProduct', 'CreateProductInput', ({ victim }) => ({
  idempotencyKey: victim.idempotencyKey,
  sku: 'FOREIGN',
  title: 'Foreign',
  price: money,
}));
const restock = catalogue('restockProduct', 'RestockProductInput', ({ productId, victim }) => ({
  idempotencyKey: victim.idempotencyKey,
  productId,
  quantity: 1,
}));
const refund = catalogue('refundPayment', 'RefundPaymentInput', ({ victim }) => ({
  idempotencyKey: victim.idempotencyKey,
  paymentId: victim.paymentId,
  amount: money,
  reason: 'mine',
}));
const place: Case = {
  answer: PUBLIC,
  document: `mutation ($input: PlaceOrderInput!) {
    placeOrder(input: $input) { __typename ... on PlaceOrderSuccess { order { id number customer { email } } } }
  }`,
  variables: ({ productId, victim }) => ({
    input: {
      idempotencyKey: victim.idempotencyKey,
      lines: [{ productId, quantity: 1 }],
      paymentToken: 'tok_success',
    },
  }),
};
const orders = (filter: string, type: string, value: (victim: Party) => string): Case => ({
  answer: FORBIDDEN,
  document: `query ($value: ${type}) { orders(${filter}) { edges { node { id number } } } }`,
  variables: ({ victim }) => ({ value: value(victim) }),
});
const progress = 'cursor order { id number payment { id } }';

/** Each way to name something, asked for what another customer has. */
export const cases: Readonly<Record<string, Case>> = {
  'Query.user(id)': {
    answer: FORBIDDEN,
    document: 'query ($id: ID!) { user(id: $id) { id email } }',
    variables: ({ victim }) => ({ id: victim.userId }),
  },
  'Query.users(after)': {
    answer: FORBIDDEN,
    document: 'query ($after: String) { users(after: $after) { edges { node { id email } } } }',
    variables: ({ victim }) => ({ after: victim.cursor }),
  },
  'Query.order(id)': {
    answer: 'null',
    document: 'query ($id: ID!) { order(id: $id) { id number customer { email } payment { id } } }',
    variables: ({ victim }) => ({ id: victim.orderId }),
  },
  'Query.orders(filter.customerId)': orders('filter: { customerId: $value }', 'ID', ({ userId }) => userId),
  'Query.orders(after)': orders('after: $value', 'String', ({ listCursor }) => listCursor),
  'Query.payment(id)': {
    answer: 'null',
    document: 'query ($id: ID!) { payment(id: $id) { id status method } }',
    variables: ({ victim }) => ({ id: victim.paymentId }),
  },
  'Query.product(id)': {
    answer: PUBLIC,
    document: 'query ($id: ID!) { product(id: $id) { id title } }',
    variables: ({ productId }) => ({ id: productId }),
  },
  'Query.products(filter.ids)': {
    answer: PUBLIC,
    document: 'query ($ids: [ID!]) { products(filter: { ids: $ids }) { edges { node { id title } } } }',
    variables: ({ productId, victim }) => ({ ids: [productId, victim.orderId] }),
  },
  'Query.products(after)': {
    answer: 'CURSOR_INVALID',
    document: 'query ($after: String) { products(after: $after) { edges { node { id } } } }',
    variables: ({ victim }) => ({ after: victim.cursor }),
  },
  'Query.quoteOrder(lines.productId)': {
    answer: 'ProductsUnavailable',
    document: 'query ($lines: [OrderLineInput!]!) { quoteOrder(lines: $lines) { __typename } }',
    variables: ({ victim }) => ({ lines: [{ productId: victim.orderId, quantity: 1 }] }),
  },
  'User.orders(after)': {
    answer: PUBLIC,
    document: 'query ($after: String) { me { orders(after: $after) { edges { node { id number } } } } }',
    variables: ({ victim }) => ({ after: victim.listCursor }),
  },
  'Order.history(after)': {
    answer: PUBLIC,
    document: `query ($id: ID!, $after: String) {
      order(id: $id) { history(after: $after) { edges { node { summary } } } }
    }`,
    variables: ({ other, victim }) => ({ id: other.orderId, after: victim.historyCursor }),
  },
  'Payment.ledger(after)': {
    answer: FORBIDDEN,
    document: `query ($id: ID!, $after: String) {
      payment(id: $id) { ledger(after: $after) { edges { node { id } } } }
    }`,
    variables: ({ other, victim }) => ({ id: other.paymentId, after: victim.cursor }),
  },
  'Mutation.placeOrder(input.idempotencyKey)': place,
  'Mutation.placeOrder(input.lines.productId)': place,
  'Mutation.cancelOrder(input.orderId)': {
    answer: 'NotFound',
    document: 'mutation ($id: ID!) { cancelOrder(input: { orderId: $id }) { __typename } }',
    variables: ({ victim }) => ({ id: victim.orderId }),
  },
  'Mutation.retryFulfilment(orderId)': repair('retryFulfilment'),
  'Mutation.compensateFulfilment(orderId)': repair('compensateFulfilment', ', note: "mine"'),
  'Mutation.abandonFulfilment(orderId)': repair('abandonFulfilment', ', note: "mine"'),
  'Mutation.createProduct(input.idempotencyKey)': createProduct,
  'Mutation.createProduct(input.sku)': createProduct,
  'Mutation.changePrice(input.productId)': catalogue('changePrice', 'ChangePriceInput', ({ productId }) => ({
    productId,
    price: money,
  })),
  'Mutation.restockProduct(input.idempotencyKey)': restock,
  'Mutation.restockProduct(input.productId)': restock,
  'Mutation.refundPayment(input.idempotencyKey)': refund,
  'Mutation.refundPayment(input.paymentId)': refund,
  'Subscription.orderProgress(orderId)': {
    answer: 'NOT_FOUND',
    document: `subscription ($id: ID!) { orderProgress(orderId: $id) { ${progress} } }`,
    variables: ({ victim }) => ({ id: victim.orderId }),
  },
  'Subscription.orderProgress(after)': {
    answer: 'CURSOR_INVALID',
    document: `subscription ($id: ID!, $after: String) { orderProgress(orderId: $id, after: $after) { ${progress} } }`,
    variables: ({ other, victim }) => ({ id: other.orderId, after: victim.cursor }),
  },
  'Subscription.myOrderProgress(after)': {
    answer: 'CURSOR_INVALID',
    document: `subscription ($after: String) { myOrderProgress(after: $after) { ${progress} } }`,
    variables: ({ victim }) => ({ after: victim.cursor }),
  },
};
