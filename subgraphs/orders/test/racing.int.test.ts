import { CapturePayment, CommitStock, PaymentCaptured } from '@ordergraph/events';
import { eventually, testBrokers } from '@ordergraph/testing';
import { happily, silentAbout } from './answers.js';
import { cancelOrder, orderOf, orderWith, placed } from './operations.js';
import { openWorld, robin, type World } from './world.js';

const amount = { amount: 2_580, currency: 'EUR' };

describe.each(testBrokers())('cancelling races the capture of the payment, on $kind', (broker) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(broker);
  }, 60_000);
  afterAll(async () => world.close());

  const commandsFor = (id: string) => [
    ...new Set(world.commands.filter(({ data }) => data.orderId === id).map((each) => each.id.slice(id.length + 1))),
  ];
  const captured = (id: string) => world.tell(PaymentCaptured({ orderId: id, amount }), { id: `captured-${id}` });
  const undone = ['undo-inventory/1', 'undo-payments/1'];

  /** An order whose capture was asked for and is not answered. */
  async function inCapture(): Promise<string> {
    world.answers = silentAbout(CapturePayment.type);
    const id = await placed(world.as(robin));
    await eventually(() => expect(commandsFor(id)).toContain('capture-payment/1'));
    return id;
  }

  it('the cancellation is first: the money that was taken goes back, and no stock is sold', async () => {
    const id = await inCapture();
    world.answers = happily;
    const { data } = await cancelOrder(world.as(robin), id);
    expect(data?.cancelOrder).toMatchObject({ __typename: 'CancelOrderSuccess', order: { status: 'PENDING' } });
    await captured(id);
    await orderWith(world.as(robin), id, 'CANCELLED');
    expect(commandsFor(id)).not.toContain('commit-stock/1');
    expect(commandsFor(id)).toEqual(expect.arrayContaining(undone));
  });

  it('the capture is first: the step behind it is waited for, then everything goes back', async () => {
    const id = await inCapture();
    world.answers = silentAbout(CommitStock.type);
    await captured(id);
    await eventually(() => expect(commandsFor(id)).toContain('commit-stock/1'));
    expect((await cancelOrder(world.as(robin), id)).data?.cancelOrder.__typename).toBe('CancelOrderSuccess');
    expect(commandsFor(id)).not.toContain('undo-payments/1');
    world.answers = happily; // it is asked for again, and answered
    await eventually(async () => expect(await orderOf(world.as(robin), id)).toMatchObject({ status: 'CANCELLED' }));
    expect(commandsFor(id)).toEqual(expect.arrayContaining(undone));
  });

  it('both at once, many times, in either order and the answer doubled: one undo for each owner, and nothing sold', async () => {
    const client = world.as(robin);
    const ids = await Promise.all(Array.from({ length: 20 }, inCapture));
    world.answers = happily;
    const cancel = async (id: string): Promise<void> => {
      expect((await cancelOrder(client, id)).data?.cancelOrder.__typename).toBe('CancelOrderSuccess');
    };
    await Promise.all(
      ids.flatMap((id, index) => {
        const race = [() => cancel(id), () => captured(id), () => captured(id)];
        return (index % 2 ? race : race.toReversed()).map((run) => run());
      }),
    );
    for (const id of ids) {
      await eventually(async () => expect(await orderOf(client, id)).toMatchObject({ status: 'CANCELLED' }));
      expect(
        commandsFor(id)
          .filter((each) => each.startsWith('undo-'))
          .toSorted(),
      ).toEqual(undone);
    }
  });
});
