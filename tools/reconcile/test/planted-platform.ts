import { clearMongo } from '@ordergraph/infrastructure';
import { orderStateExample, paymentStateExample, productStateExample, type OrderState } from '@ordergraph/events';
import { testMongo, uniqueNamespace } from '@ordergraph/testing';
import mongoose from 'mongoose';

/** The databases of a platform at rest, small enough to be written by hand, in which a test can damage anything. */
export interface PlantedPlatform {
  readonly namespace: string;
  collection(service: string, name: string): mongoose.mongo.Collection<Document>;
  commits(service: string): mongoose.mongo.Collection<Document>;
  close(): Promise<void>;
}

/** Any document: its key is a text, or that of a commit. */
export interface Document {
  _id: string | { stream: string; version: number };
  [field: string]: unknown;
}

export const confirmed = 'order-that-stands';
export const cancelled = 'order-that-went-back';
export const product = 'mug';
export const user = 'ada';

const money = (amount: number) => ({ amount, currency: 'EUR' });
const total = money(2_000);

/** One product, one customer, an order that is CONFIRMED with some goodwill, and one CANCELLED after it was paid. */
export async function plantPlatform(): Promise<PlantedPlatform> {
  const namespace = uniqueNamespace();
  const client = await mongoose.mongo.MongoClient.connect(testMongo().uri);
  const collection = (service: string, name: string) =>
    client.db(`${namespace.name}_${service}`).collection<Document>(name);
  const platform: PlantedPlatform = {
    namespace: namespace.name,
    collection,
    commits: (service) => collection(service, 'commits'),
    async close() {
      await client.close();
      await clearMongo(testMongo().uri, namespace.name);
    },
  };
  await Promise.all([
    platform.commits('users').insertMany(stream(`user-${user}`, [{ state: { id: user, ...customer } }])),
    plantInventory(platform),
    plantOrders(platform),
    plantPayments(platform),
    collection('users', 'userViews').insertOne({ _id: user, version: 1, ...customer }),
  ]);
  return platform;
}

const customer = { email: 'ada@example.com', displayName: 'Ada', roles: ['CUSTOMER'] };
const mug = { ...productStateExample, id: product };
const line = { productId: product, sku: mug.sku, quantity: 2 };

type Commit = Partial<Record<'state' | 'messages' | 'pending' | 'at', unknown>>;

const stream = (name: string, commits: readonly Commit[]): Document[] =>
  commits.map((commit, index) => ({
    _id: { stream: name, version: index + 1 },
    messages: [],
    cause: `cause ${index}`,
    at: new Date('2026-01-01T09:00:00Z'),
    ...commit,
  }));

const orderState = (id: string, status: OrderState['status']): OrderState => ({
  ...orderStateExample,
  id,
  status,
  total,
  lines: [{ ...line, title: 'Mug', unitPrice: money(1_000) }],
});

async function plantOrders({ commits, collection }: PlantedPlatform): Promise<void> {
  const state = (id: string, status: OrderState['status']) => ({ state: orderState(id, status) });
  await commits('orders').insertMany([
    ...stream(`order-${confirmed}`, [state(confirmed, 'PENDING'), state(confirmed, 'CONFIRMED')]),
    ...stream(`order-${cancelled}`, [state(cancelled, 'PENDING'), state(cancelled, 'CANCELLED')]),
  ]);
  await collection('orders', 'orderViews').insertMany(
    [orderState(confirmed, 'CONFIRMED'), orderState(cancelled, 'CANCELLED')].map(({ id, customerId, status }) => ({
      _id: id,
      version: 2,
      customerId,
      status,
    })),
  );
  const { sku, title, price } = mug;
  await collection('orders', 'productCopies').insertOne({ _id: product, version: 1, sku, title, price });
  await collection('orders', 'customerCopies').insertOne({ _id: user, version: 1, displayName: 'Ada' });
}

async function plantInventory({ commits, collection }: PlantedPlatform): Promise<void> {
  const reservation = (orderId: string, ...statuses: string[]) =>
    stream(
      `reservation-${orderId}`,
      statuses.map((status) => ({ state: { orderId, status, lines: [line] } })),
    );
  const restocked = { messages: [{ type: 'inventory.product-restocked.v1', data: { quantity: 5 } }], state: mug };
  await commits('inventory').insertMany([
    ...stream(`product-${product}`, [{ state: mug }, restocked]),
    ...reservation(confirmed, 'RESERVED', 'COMMITTED'),
    ...reservation(cancelled, 'RESERVED', 'RETURNED'),
  ]);
  const value = { sku: mug.sku, initial: 100, adjustments: 5, available: 103, reserved: 0, sold: 2 };
  await collection('inventory', 'stock').insertOne({ _id: product, revision: 4, value });
  const { sku, title, price } = mug;
  await collection('inventory', 'productViews').insertOne({ _id: product, version: 2, sku, title, price });
}

async function plantPayments({ commits, collection }: PlantedPlatform): Promise<void> {
  const state = (id: string, refunded: number) => ({
    state: {
      ...paymentStateExample,
      id,
      orderId: id,
      total,
      captured: total,
      refunded: money(refunded),
      status: 'CAPTURED',
    },
  });
  const goodwill = {
    type: 'payments.payment-refunded.v1',
    data: { orderId: confirmed, amount: money(300), reason: '' },
  };
  await commits('payments').insertMany([
    ...stream(`payment-${confirmed}`, [state(confirmed, 0), { ...state(confirmed, 300), messages: [goodwill] }]),
    ...stream(`payment-${cancelled}`, [state(cancelled, 0), state(cancelled, 2_000)]),
  ]);
  const operation = (id: string, status: string, amount: number) => ({
    _id: `${id} ${status}`,
    orderReference: id,
    authorizationId: `auth ${id}`,
    amount,
    answer: { status },
  });
  await collection('provider', 'operations').insertMany([
    operation(confirmed, 'captured', 2_000),
    operation(confirmed, 'refunded', 300),
    operation(cancelled, 'captured', 2_000),
    operation(cancelled, 'refunded', 2_000),
  ]);
}
