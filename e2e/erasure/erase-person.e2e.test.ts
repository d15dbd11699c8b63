import { createGraphClient } from '@ordergraph/launcher';
import { consumerQueue, deadLetterQueue, erasedPersonsIn } from '@ordergraph/messaging';
import { reconcile } from '@ordergraph/reconcile';
import { eventually, type TestBroker, testBrokers, testMongo } from '@ordergraph/testing';
import { mongo } from 'mongoose';
import { plantMessages } from '../support/plant-messages.js';
import { runOn } from '../support/run-command.js';
import { openShop, type Shop } from '../support/shop.js';
import { placeOrder, readOrder } from '../support/shopper.js';
import { tracesOf } from '../support/traces-of.js';
import { cancelOrder, type Person, profileMessage, register, rename, refresh } from './person.js';

const patience = { timeoutMs: 60_000 };
const copies = consumerQueue('orders', 'customer-copies');
const queues = [
  deadLetterQueue,
  copies,
  ...['users.commands', 'users.erasures', 'orders.erasures'].map((name) => `${name}.t1`),
];
const wanda = {
  email: 'Wanda.Quillfeather@example.com',
  password: 'a long enough password',
  displayName: 'Wanda Quillfeather',
};
const words = ['quillfeather', 'quillfeder'];

describe.each(testBrokers())('erasing a person on $kind', ({ url }: TestBroker) => {
  let shop: Shop;
  let client: mongo.MongoClient;
  let person: Person;
  let orderIds: string[];
  let before: unknown;

  beforeAll(async () => {
    shop = await openShop({ amqpUrl: url });
    client = await mongo.MongoClient.connect(testMongo().uri);
    person = await register(graphqlUrl(), wanda);
    await rename(person, 'Wanda Quillfeder');
    orderIds = [await order(), await order()];
    await cancelOrder(person.client, orderIds[1] ?? '');
    await eventually(async () => expect(await statuses()).toEqual(['CONFIRMED', 'CANCELLED']), patience);
    await plantMessages(place(), deadLetterQueue, [profileMessage(person.id, wanda, { queue: copies })]);
    before = await streamsOfOrders();
    expect((await traces()).length).toBeGreaterThan(3); // or finding none would prove nothing
  }, 180_000);
  afterAll(async () => {
    await client.close();
    await shop.platform.remove();
  }, 60_000);

  const graphqlUrl = () => shop.platform.current.graphqlUrl;
  const place = () => ({ namespace: shop.platform.current.namespace, amqpUrl: url });
  const database = (service: string) => client.db(`${place().namespace}_${service}`);
  const traces = () => tracesOf(words, { platform: shop.platform, amqpUrl: url, queues });
  const order = async () => {
    const { id } = await placeOrder(person.client, { productId: shop.productId });
    await eventually(async () => expect((await readOrder(person.client, id))?.status).toBe('CONFIRMED'), patience);
    return id;
  };
  const statuses = async () => {
    const { orders } = await shop.operator.request<{ orders: OrderList }>(orderList);
    return orderIds.map((id) => orders.edges.find(({ node }) => node.id === id)?.node.status);
  };
  const streamsOfOrders = () =>
    Promise.all(
      ['orders', 'payments', 'inventory'].map((name) => database(name).collection('commits').countDocuments()),
    );
  const run = async (...command: string[]): Promise<string> => {
    const running = runOn(shop.platform, url, command);
    expect([await running.ended, running.output()]).toEqual([0, expect.any(String)]);
    return running.output();
  };
  const erase = () => run('erase-person', person.id, '--reason', 'asked to be forgotten', '--by', 'olga');

  it('leaves nothing of them in any database, queue, dead letter or log, also when the first command dies', async () => {
    const dying = runOn(shop.platform, url, ['erase-person', person.id, '--reason', 'asked', '--by', 'olga']);
    await eventually(() => expect(dying.output()).toContain('asked for'), patience);
    dying.kill();
    expect(await erase()).toContain('Done: nothing tells who this was.');
    expect(await traces()).toEqual([]);
  }, 120_000);

  it('lets nobody in any more', async () => {
    const { signIn } = await createGraphClient(graphqlUrl()).request<{ signIn: { __typename: string } }>(
      'mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }',
      { input: { email: wanda.email, password: wanda.password } },
    );
    expect(signIn.__typename).toBe('InvalidCredentials');
    expect(await refresh(graphqlUrl(), person.refreshToken)).toBe('SessionEnded');
    expect(await person.client.request('{ me { id } }')).toEqual({ me: null });
    await expect(rename(person, 'Wanda Quillfeather')).rejects.toThrow('UNAUTHENTICATED');
    await expect(placeOrder(person.client, { productId: shop.productId })).rejects.toThrow('UNAUTHENTICATED');
  });

  it('keeps orders, stock and money, and lists them without a name', async () => {
    expect(await statuses()).toEqual(['CONFIRMED', 'CANCELLED']);
    const { orders } = await shop.operator.request<{ orders: OrderList }>(orderList);
    const theirs = orders.edges.filter(({ node }) => orderIds.includes(node.id));
    expect(theirs.map(({ node }) => node.customer)).toEqual([blank(), blank()]);
    expect(await streamsOfOrders()).toEqual(before);
    const { users } = await shop.operator.request<{ users: { edges: { node: object }[] } }>(
      '{ users { edges { node { id email displayName } } } }',
    );
    expect(users.edges).toContainEqual({ node: { ...blank(), email: '' } });
  });

  it('stays so: what comes late, a redriven letter, a rebuild and a replay bring nothing back', async () => {
    const broken = profileMessage(person.id, { ...wanda, unheardOf: true });
    await plantMessages(place(), copies, [profileMessage(person.id, wanda), broken]);
    const letters = () => run('dead-letters', 'list', '--group', 'MESSAGE_INVALID');
    await eventually(async () => expect(await letters()).toContain('MESSAGE_INVALID'), patience);
    expect(await traces()).toEqual([]);
    await run('dead-letters', 'discard', '--group', 'MESSAGE_INVALID', '--reason', 'planted');
    await run('dead-letters', 'redrive', '--all');
    for (const view of [
      ['orders', 'customerCopies'],
      ['users', 'userViews'],
    ])
      expect(await run('rebuild-view', ...view)).toContain('Done');
    expect(await traces()).toEqual([]);
  }, 120_000);

  it('adds up, and erasing again changes nothing', async () => {
    const commits = () => database('users').collection('commits').countDocuments();
    const [tombstone, count] = [await erasedPersonsIn(database('orders')).findOne({ _id: person.id }), await commits()];
    expect(await erase()).toContain('Done');
    expect(await erasedPersonsIn(database('orders')).findOne({ _id: person.id })).toMatchObject({ at: tombstone?.at });
    expect(await commits()).toBe(count);
    const platform = { mongodbUri: testMongo().uri, ...place() };
    await eventually(async () => expect(await reconcile(platform)).toMatchObject({ differences: [] }), patience);
  }, 90_000);

  it('frees the address: whoever registers with it is somebody new', async () => {
    const again: Person = await register(graphqlUrl(), wanda);
    expect(again.id).not.toBe(person.id);
    const { me } = await again.client.request<{ me: object }>(
      '{ me { displayName orders { edges { node { id } } } } }',
    );
    expect(me).toEqual({ displayName: wanda.displayName, orders: { edges: [] } });
  });

  const blank = () => ({ id: person.id, displayName: '' });
});

interface OrderList {
  readonly edges: { readonly node: { id: string; status: string; customer: object | null } }[];
}
const orderList = '{ orders(first: 50) { edges { node { id status customer { id displayName } } } } }';
