import { CancellationReason, type Money, type OrderLine, OrderPlaced, type OrderState } from '@ordergraph/events';
import type { Decider, Recorded } from '@ordergraph/messaging';
import {
  evolveSaga,
  initialSaga,
  isSagaFact,
  sagaDeadline,
  type SagaRunner,
  type SagaState,
  unansweredCommands,
} from '@ordergraph/messaging/saga';
import type { Message } from '@ordergraph/events';
import { PaymentTokenGiven } from './order-facts.js';

/** A stream of orders that holds nothing yet. */
export interface UnknownOrder {
  readonly kind: 'unknown';
  readonly id: string;
}

/** An order as its stream tells it: what was bought, and where its fulfilment stands. */
export interface Order {
  readonly kind: 'placed';
  readonly id: string;
  readonly number: string;
  readonly customerId: string;
  readonly lines: readonly OrderLine[];
  readonly total: Money;
  readonly placedAt: Date;
  readonly updatedAt: Date;
  readonly version: number;
  /** Blank once it has served. */
  readonly paymentToken: string;
  readonly saga: SagaState;
}

export type OrderStream = UnknownOrder | Order;
export type OrderStatus = OrderState['status'];

/** Streams `order-<id>`: the order's facts and its saga's progress in one, so that they cannot drift apart. */
export const createOrderDecider = (fulfilment: SagaRunner<Order>): Decider<OrderStream> => ({
  category: 'order',
  evolveVersion: 1,
  initialState: (id) => ({ kind: 'unknown', id }),
  evolve: evolveOrder,
  publicState: (order) => (order.kind === 'placed' ? publicState(order) : undefined),
  wakeAt: (order) => (order.kind === 'placed' ? sagaDeadline(order.saga) : undefined),
  unanswered: (order) => (order.kind === 'placed' ? unansweredCommands(order.saga) : []),
  onDue: (order, now) => (order.kind === 'placed' ? fulfilment.onDue({ saga: order.saga, subject: order, now }) : []),
  secretsSpent: (order) => order.kind === 'placed' && paymentTokenHasServed(order.saga),
});

/** The order after one more message of its stream. */
export function evolveOrder(order: OrderStream, message: Message, recorded: Recorded): OrderStream {
  if (order.kind === 'unknown')
    return message.type === OrderPlaced.type ? placed(message as OrderPlaced, recorded) : order;
  const touched = { ...order, version: recorded.version, updatedAt: recorded.at };
  if (isSagaFact(message)) return { ...touched, saga: evolveSaga(order.saga, message, recorded) };
  if (message.type === PaymentTokenGiven.type) return { ...touched, ...(message as PaymentTokenGiven).data };
  return touched;
}

function placed({ data }: OrderPlaced, { version, at }: Recorded): Order {
  const { orderId, ...bought } = data;
  const saga = initialSaga(orderId);
  return { kind: 'placed', id: orderId, ...bought, placedAt: at, updatedAt: at, version, paymentToken: '', saga };
}

const statuses = {
  NOT_STARTED: 'PENDING',
  RUNNING: 'PENDING',
  COMPLETED: 'CONFIRMED',
  COMPENSATING: 'CANCELLING',
  COMPENSATED: 'CANCELLED',
} as const satisfies Record<SagaState['status'], OrderStatus>;

export const orderStatus = ({ saga }: Order): OrderStatus => statuses[saga.status];

/** Fulfilment ended. A cancellation that comes later starts it again. */
export const isFinal = (order: Order): boolean => ['CONFIRMED', 'CANCELLED'].includes(orderStatus(order));

/** Why it is or was undone; undefined unless CANCELLING or CANCELLED. */
export function cancellationReason({ saga }: Order): CancellationReason | undefined {
  return saga.compensation && CancellationReason.parse(saga.compensation.reason);
}

function publicState(order: Order): OrderState {
  const { id, number, customerId, total, placedAt, saga } = order;
  const reason = cancellationReason(order);
  return {
    id,
    number,
    customerId,
    status: orderStatus(order),
    lines: [...order.lines],
    total,
    placedAt: placedAt.toISOString(),
    ...(reason && { cancellationReason: reason }),
    ...(saga.stuckAt && { stuckAt: saga.stuckAt.toISOString() }),
  };
}

/** Nobody will be asked to authorize any more: the step was answered, or will never be issued. */
function paymentTokenHasServed({ status, steps }: SagaState): boolean {
  const authorization = steps.find(({ name }) => name === 'authorize-payment');
  if (status === 'COMPENSATING' || status === 'COMPENSATED') return true;
  return authorization !== undefined && authorization.status !== 'RUNNING';
}
