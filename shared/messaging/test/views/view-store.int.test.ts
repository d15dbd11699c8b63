import { allContracts, ContractRegistry, OrderConfirmed, orderStateExample } from '@ordergraph/events';
import { testMongo, uniqueNamespace } from '@ordergraph/testing';
import { createConnection, type Connection } from 'mongoose';
import type { Received } from '../../src/consuming/definitions.js';
import { project, type ViewDefinition, type ViewRow } from '../../src/views/view.js';
import { ViewStore } from '../../src/views/view-store.js';

interface Row extends ViewRow {
  readonly status: string;
}

const namespace = uniqueNamespace();
const view: ViewDefinition<Row> = {
  collection: 'orderRows',
  sources: [
    project(OrderConfirmed, ({ subject, version, state }) => ({ _id: subject, version, status: state.status })),
  ],
};
let connection: Connection;
let replicas: readonly [ViewStore, ViewStore];

beforeAll(async () => {
  const dbName = `${namespace.name}_views`;
  connection = await createConnection(testMongo().uri, {
    dbName,
    writeConcern: { w: 'majority', journal: true },
  }).asPromise();
  const open = () => new ViewStore(connection.getClient().db(dbName), new ContractRegistry(allContracts));
  replicas = [open(), open()];
});
afterAll(async () => {
  await connection.close();
  await namespace.cleanup();
});

const event = (subject: string, version: number): Received<never, never> =>
  ({
    ...{ id: `${subject}/${version}/0`, type: OrderConfirmed.type, data: { orderId: subject }, source: 'orders' },
    ...{ subject, version, time: new Date(0), correlationId: 'correlation', isReplay: false },
    state: { ...orderStateExample, status: `as of ${version}` },
  }) as unknown as Received<never, never>;

const shown = (id: string) => connection.collection<Row>('orderRows').findOne({ _id: id });

describe('a view', () => {
  it('shows the newest version, in whatever order the messages come', async () => {
    for (const version of [2, 5, 1, 5, 3]) await replicas[0].apply(view, event('late', version));
    expect(await shown('late')).toEqual({ _id: 'late', version: 5, status: 'as of 5' });
  });

  it('shows the newest version when replicas write at once', async () => {
    const subjects = Array.from({ length: 50 }, (_, index) => `raced-${index}`);
    const writes = subjects.flatMap((subject) =>
      [1, 2, 3, 4].map((version) => replicas[version % 2 ? 1 : 0].apply(view, event(subject, version))),
    );
    await Promise.all(writes);
    const rows = await connection
      .collection<Row>('orderRows')
      .find({ _id: /^raced-/ })
      .toArray();
    expect(rows.map(({ version }) => version)).toEqual(subjects.map(() => 4));
  });
});
