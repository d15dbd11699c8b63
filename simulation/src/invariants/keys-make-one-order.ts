import { type Invariant, unless } from './aftermath.js';

/** An idempotency key makes one order, however often it is sent. */
export const keysMakeOneOrder: Invariant = ({ world, wishes }) => {
  const streams = new Set(world.databases.orders.commits.all().map(({ _id }) => _id.stream));
  const wished = new Set(wishes.map(({ orderId }) => `order-${orderId}`));
  return [
    ...[...streams].flatMap((stream) => unless(wished.has(stream), () => `${stream} was wished by nobody`)),
    ...wishes.flatMap(({ number, orderId, answeredAs }) =>
      unless(
        [...answeredAs].every((id) => id === orderId),
        () => `the key of order ${number} made several orders`,
      ),
    ),
  ];
};
