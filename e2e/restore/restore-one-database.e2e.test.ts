import { eventually, type TestBroker, testBrokers } from '@ordergraph/testing';
import { addsUp } from '../support/shop.js';
import { providerBooks, readOrder } from '../support/shopper.js';
import { openRestorableShop, type RestorableShop } from './restored-shop.js';

const patience = { timeoutMs: 90_000, intervalMs: 500 };

describe.each(testBrokers())('the drill of docs/runbooks/restore-one-database.md on $kind', ({ url }: TestBroker) => {
  let shop: RestorableShop;
  beforeEach(async () => {
    shop = await openRestorableShop({ amqpUrl: url });
  }, 180_000);
  afterEach(() => shop.close(), 60_000);

  /** Orders of before the backup, in flight at it, and after it. */
  async function trade(service: string) {
    const [stands, regretted] = [await shop.place(), await shop.place()];
    for (const id of [stands, regretted]) expect(await shop.ended(id)).toMatchObject({ status: 'CONFIRMED' });
    const since = new Date();
    const inFlight = await shop.place('tok_slow');
    await shop.backUp(service);
    const [late, lateAndCancelled] = [await shop.place(), await shop.place()];
    for (const id of [inFlight, late, lateAndCancelled])
      expect(await shop.ended(id)).toMatchObject({ status: 'CONFIRMED' });
    for (const id of [regretted, lateAndCancelled]) {
      await shop.cancel(id);
      await eventually(async () => expect(await readOrder(shop.shopper, id)).toMatchObject({ status: 'CANCELLED' }));
    }
    return { stands, regretted, inFlight, late, lateAndCancelled, since: new Date(since.getTime() - 3_600_000) };
  }

  it('orders: what is lost is given back, what was in flight goes on, what nobody can know is named', async () => {
    const { stands, regretted, inFlight, late, lateAndCancelled, since } = await trade('orders');
    await shop.restore('orders', since);
    await shop.rebuildCopies();

    for (const id of [late, lateAndCancelled]) {
      expect(await readOrder(shop.shopper, id)).toBeNull();
      await eventually(async () => {
        const { captured, refunded, held, charges } = await providerBooks(shop.platform.current, id);
        expect({ kept: captured - refunded, held, charges }).toEqual({ kept: 0, held: 0, charges: 1 });
      }, patience);
    }
    expect(await shop.ended(inFlight)).toMatchObject({ status: 'CONFIRMED' });
    const named = [`money adds up: ${regretted}`, `orders hold their stock: ${regretted}`];
    await eventually(async () => expect(await shop.differences()).toEqual(named), patience);

    await shop.cancel(regretted);
    const placedSince = await shop.place();
    await eventually(async () => expect(await shop.differences()).toEqual([]), patience);
    expect(await shop.ended(regretted)).toMatchObject({ status: 'CANCELLED' });
    await addsUp(shop, [stands, regretted, inFlight, placedSince]);
  }, 400_000);

  it('inventory: it is told again what it forgot', async () => {
    const { stands, regretted, inFlight, late, lateAndCancelled, since } = await trade('inventory');
    await shop.restore('inventory', since);
    await shop.rebuildCopies();
    const placedSince = await shop.place();
    await eventually(async () => expect(await shop.differences()).toEqual([]), patience);
    expect(await shop.ended(late)).toMatchObject({ status: 'CONFIRMED' });
    await addsUp(shop, [stands, regretted, inFlight, late, lateAndCancelled, placedSince]);
  }, 400_000);

  it('payments: what was given back stays so, nobody is charged again, what only the provider knows is named', async () => {
    const { stands, regretted, inFlight, late, lateAndCancelled, since } = await trade('payments');
    await shop.restore('payments', since);
    const placedSince = await shop.place();
    await eventually(async () => {
      // What the backup has of the one in flight is a matter of milliseconds; what it has is gone on with.
      const isKnown = (await readOrder(shop.shopper, inFlight))?.payment?.status === 'CAPTURED';
      const unknown = isKnown ? [late] : [inFlight, late];
      const named = [
        ...unknown.map((id) => `money adds up: ${id}`),
        ...[...unknown, lateAndCancelled].map((id) => `provider agrees: ${id}`),
      ];
      expect((await shop.differences()).sort()).toEqual(named.sort());
    }, patience);
    await addsUp(shop, [stands, regretted, inFlight, late, lateAndCancelled, placedSince]);
  }, 400_000);
});
