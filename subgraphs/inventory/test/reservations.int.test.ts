import {
  CommitStock,
  ContractRegistry,
  ProductCreated,
  ReserveStock,
  ReturnStock,
  StockCommitted,
  type StockLine,
  StockRejected,
  StockReserved,
  StockReturned,
} from '@ordergraph/events';
import {
  commandsQueue,
  DeadLetterAudit,
  deadLetterQueue,
  mutationCause,
  resolveDeadLetters,
} from '@ordergraph/messaging';
import { envelop, eventually, type PlayedSaga, testBrokers } from '@ordergraph/testing';
import { addsUp } from '../src/domain/stock.js';
import { createProduct } from '../src/use-cases/create-product.js';
import { restockProduct } from '../src/use-cases/restock-product.js';
import { type OpenInventory, openInventory } from './open-inventory.js';

jest.setTimeout(90_000);

/** A hundred commands at once, on a machine that may be busy with other things. */
const patience = { timeoutMs: 60_000 };

describe.each(testBrokers())('reservations over $kind', (testBroker) => {
  let inventory: OpenInventory;
  beforeAll(async () => {
    inventory = await openInventory(testBroker);
  });
  afterAll(() => inventory.close());

  const cause = (field: string) =>
    mutationCause({ principal: 'user:operator', field, context: { correlationId: 'test' } });

  async function stocked(sku: string, initialStock: number): Promise<StockLine> {
    const product = { sku, title: sku, description: undefined, imageUrl: undefined, initialStock };
    const price = { amount: 100, currency: 'EUR' };
    await createProduct(inventory.log, sku, { ...product, price }, cause('createProduct'));
    return { productId: sku, sku, quantity: 1 };
  }

  const answers: PlayedSaga['answers'] = (orderId) => inventory.saga.answers(orderId);
  const about: PlayedSaga['about'] = (orderId) => inventory.saga.about(orderId);
  const isAnswered: PlayedSaga['isAnswered'] = (...expected) => inventory.saga.isAnswered(...expected);
  const command: PlayedSaga['command'] = (...sent) => inventory.saga.command(...sent);
  const told = (orderId: string): number =>
    inventory.saga.told.filter(({ data }) => data['orderId'] === orderId).length;
  const reserve = (orderId: string, ...lines: StockLine[]) => command(ReserveStock({ orderId, lines }));

  it('gives 10 pieces to exactly 10 of 100 orders at once', async () => {
    const line = await stocked('RUSH', 10);
    const orders = Array.from({ length: 100 }, (_, index) => `rush-${index}`);
    await Promise.all(orders.map((orderId) => reserve(orderId, line)));
    await eventually(() => expect(orders.flatMap(answers)).toHaveLength(100), patience);
    const reserved = orders.filter((orderId) => answers(orderId)[0] === StockReserved.type);
    expect(reserved).toHaveLength(10);
    expect(await inventory.stockOf('RUSH')).toMatchObject({ available: 0, reserved: 10, sold: 0 });
  });

  it('answers a repeated command again, with the same message, and holds once', async () => {
    const line = await stocked('REPEATED', 10);
    for (let times = 1; times <= 3; times++) {
      await command(ReserveStock({ orderId: 'repeated', lines: [line] }), 'repeated/reserve-stock/1');
      await eventually(() => expect(told('repeated')).toBeGreaterThanOrEqual(times));
    }
    expect(answers('repeated')).toEqual([StockReserved.type]);
    expect(about('repeated')[0]?.causationId).toBe('repeated/reserve-stock/1');
    expect(await inventory.stockOf('REPEATED')).toMatchObject({ available: 9, reserved: 1 });
  });

  it('refuses all of an order when one line is missing, and repeats the refusal after restocking', async () => {
    const [there, missing] = [await stocked('THERE', 5), await stocked('MISSING', 1)];
    const refused = ReserveStock({ orderId: 'refused', lines: [there, missing, missing] });
    await command(refused, 'refused/reserve-stock/1');
    await isAnswered('refused', StockRejected.type);
    expect(about('refused')[0]).toMatchObject({
      data: { code: 'OUT_OF_STOCK', unavailable: [{ sku: 'MISSING', requested: 2, available: 1 }] },
      state: { status: 'REJECTED' },
    });
    expect(await inventory.stockOf('THERE')).toMatchObject({ available: 5, reserved: 0 });

    const restocking = { productId: 'MISSING', quantity: 5, keyId: 'key' };
    await restockProduct(inventory.log, restocking, cause('restockProduct'));
    await command(refused, 'refused/reserve-stock/1');
    await eventually(() => expect(told('refused')).toBeGreaterThanOrEqual(2));
    await isAnswered('refused', StockRejected.type);
    await command(refused, 'refused/reserve-stock/2');
    await isAnswered('refused', StockRejected.type, StockReserved.type);
  });

  it('sells what is held and takes it back', async () => {
    const line = await stocked('SOLD', 3);
    await reserve('sold', { ...line, quantity: 2 });
    await isAnswered('sold', StockReserved.type);
    await command(CommitStock({ orderId: 'sold' }));
    await isAnswered('sold', StockReserved.type, StockCommitted.type);
    expect(await inventory.stockOf('SOLD')).toMatchObject({ available: 1, reserved: 0, sold: 2 });
    await command(ReturnStock({ orderId: 'sold' }));
    await isAnswered('sold', StockReserved.type, StockCommitted.type, StockReturned.type);
    expect(await inventory.stockOf('SOLD')).toMatchObject({ available: 3, reserved: 0, sold: 0 });
  });

  it('honours an undo that arrives before its do, and never oversells for a late commit', async () => {
    const line = await stocked('UNDONE', 1);
    await command(ReturnStock({ orderId: 'undone' }));
    await isAnswered('undone', StockReturned.type);
    await reserve('undone', line);
    await isAnswered('undone', StockReturned.type, StockRejected.type);
    expect(about('undone')[1]).toMatchObject({ data: { code: 'ALREADY_RETURNED' }, state: { status: 'RETURNED' } });
    await command(CommitStock({ orderId: 'undone' }));
    await eventually(() => expect(about('undone')[2]).toMatchObject({ data: { returned: 'NOTHING' } }));
    expect(await inventory.stockOf('UNDONE')).toMatchObject({ available: 1, reserved: 0, sold: 0 });
  });

  it('answers a reservation redriven from the dead letters, whose order was undone meanwhile, by its tombstone', async () => {
    const line = await stocked('REDRIVEN', 1);
    const failure = { queue: commandsQueue('inventory'), attempts: 14, firstFailedAt: '', errorCode: 'NOT_YET' };
    const dead = envelop(ReserveStock({ orderId: 'redriven', lines: [line] }), 'redriven/reserve-stock/1');
    const envelope = { ...dead.envelope, failure: { ...failure, errorMessage: '' } };
    await inventory.broker.send(deadLetterQueue, { ...dead, envelope });
    await command(ReturnStock({ orderId: 'redriven' }));
    await isAnswered('redriven', StockReturned.type);
    const audit = new DeadLetterAudit({ database: inventory.operations, by: 'robin', reason: undefined });
    const registry = new ContractRegistry([ReserveStock]);
    await resolveDeadLetters({ broker: inventory.broker, registry, selection: {}, action: 'redrive', audit });
    await isAnswered('redriven', StockReturned.type, StockRejected.type);
    expect(about('redriven')[1]).toMatchObject({ data: { code: 'ALREADY_RETURNED' } });
    expect(await inventory.stockOf('REDRIVEN')).toMatchObject({ available: 1, reserved: 0, sold: 0 });
    await eventually(async () => expect(await inventory.broker.browse(deadLetterQueue, 10)).toEqual([]));
  });

  it('lets a commit wait that overtook its reservation, and sells once', async () => {
    const line = await stocked('OVERTAKEN', 2);
    const commit = CommitStock({ orderId: 'overtaken' });
    await command(commit, 'overtaken/commit-stock/1');
    await reserve('overtaken', line);
    await eventually(() => expect(answers('overtaken')).toContain(StockReserved.type), patience);
    await command(commit, 'overtaken/commit-stock/1');
    await eventually(() => expect(answers('overtaken')).toContain(StockCommitted.type), patience);
    expect(await inventory.stockOf('OVERTAKEN')).toMatchObject({ available: 1, reserved: 0, sold: 1 });
  });

  it('keeps every piece accounted for when do, commit and undo of many orders race', async () => {
    const line = await stocked('RACE', 20);
    const orders = Array.from({ length: 40 }, (_, index) => `race-${index}`);
    await Promise.all(
      orders.flatMap((orderId) => [
        reserve(orderId, line, line),
        command(ReturnStock({ orderId })),
        command(ReturnStock({ orderId })),
      ]),
    );
    await eventually(() => expect(orders.flatMap(answers)).toHaveLength(120), patience);
    expect(await inventory.stockOf('RACE')).toMatchObject({ available: 20, reserved: 0, sold: 0 });
    const stock = await Promise.all(['RUSH', 'MISSING', 'SOLD', 'UNDONE', 'RACE'].map(inventory.stockOf));
    expect(stock.every((level) => level && addsUp(level))).toBe(true);
  });

  it('tells of a product with its price and never of its stock', async () => {
    await stocked('TOLD', 7);
    const created = await eventually(() => {
      const event = inventory.saga.told.find(
        ({ type, state }) => type === ProductCreated.type && state['id'] === 'TOLD',
      );
      expect(event).toBeDefined();
      return event;
    });
    expect(created?.state).toEqual({
      id: 'TOLD',
      sku: 'TOLD',
      title: 'TOLD',
      price: { amount: 100, currency: 'EUR' },
      createdAt: expect.any(String) as string,
    });
  });
});
