import { orderViews } from '@ordergraph/orders/internals';
import { serviceNames } from '../world/services.js';
import { type Invariant, orderOf, unless } from './aftermath.js';

/** No message became a dead letter: nothing in a schedule is beyond repair. */
export const noDeadLetters: Invariant = ({ world }) =>
  world.broker.deadLetters.map(({ envelope: { id, failure } }) => `dead letter ${id}: ${failure?.errorMessage}`);

/** Every commit was published. */
export const outboxIsEmpty: Invariant = ({ world }) =>
  serviceNames.flatMap((service) =>
    world.databases[service].commits
      .all()
      .filter(({ pending }) => pending !== undefined)
      .map(({ _id }) => `${_id.stream} v${_id.version} is still to be published`),
  );

/** What a customer paid with is blanked when it has served. */
export const secretsAreBlanked: Invariant = ({ world }) =>
  serviceNames.flatMap((service) =>
    world.databases[service].commits
      .all()
      .flatMap(({ _id, messages }) =>
        messages
          .filter(({ data }) => (tokenIn(data) ?? '') !== '')
          .map(() => `${_id.stream} v${_id.version} still holds a payment token`),
      ),
  );

const tokenIn = (data: unknown): unknown => (data as { readonly paymentToken?: unknown }).paymentToken;

/** The list of orders shows what their streams say. */
export const viewsShowTheirStreams: Invariant = (aftermath) =>
  aftermath.wishes.flatMap(({ number, orderId }) => {
    const status = orderOf(aftermath, orderId)?.status;
    const row = aftermath.world.databases.orders.views.get(orderViews.collection, orderId) as
      { status?: string } | undefined;
    return unless(row?.status === status, () => `order ${number} is ${status}, and its view shows ${row?.status}`);
  });
