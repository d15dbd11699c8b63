import {
  type Message,
  OrderConfirmed,
  OrderPlaced,
  type OrderState,
  orderStateExample,
  ReserveStock,
  reservationStateExample,
  StockReserved,
} from '@ordergraph/events';
import mongoose, { type Connection } from 'mongoose';
import pino, { type Logger } from 'pino';
import { Registry } from 'prom-client';
import type { Broker } from '../../src/broker/port.js';
import { messageCause, mutationCause } from '../../src/causes.js';
import type { Decider } from '../../src/commits/decider.js';
import { on } from '../../src/consuming/definitions.js';
import { Messaging, type Role } from '../../src/messaging.js';
import type { MessagingParts } from '../../src/parts.js';
import { project, type ViewDefinition } from '../../src/views/view.js';

/** An order that asks for stock and is confirmed by the answer: two services, one command, two events. */
export const order: Decider<{ status: 'NONE' | 'PENDING' | 'CONFIRMED'; command: string | undefined }> = {
  category: 'order',
  initialState: () => ({ status: 'NONE', command: undefined }),
  evolve(state, message) {
    if (message.type === OrderPlaced.type) return { ...state, status: 'PENDING' };
    if (message.type === ReserveStock.type) return { ...state, command: message.id };
    if (message.type === OrderConfirmed.type) return { status: 'CONFIRMED', command: undefined };
    return state;
  },
  publicState: ({ status }): OrderState => ({ ...orderStateExample, status: status === 'NONE' ? 'PENDING' : status }),
  unanswered: ({ command }) => (command === undefined ? [] : [command]),
};

export const reservation: Decider<boolean> = {
  category: 'reservation',
  initialState: () => false,
  evolve: (reserved, message) => reserved || message.type === StockReserved.type,
  publicState: () => reservationStateExample,
};

export interface Shop {
  readonly messaging: Messaging;
  readonly connection: Connection;
  readonly metrics: Registry;
  stop(): Promise<void>;
}

export async function openMessaging(options: {
  readonly service: string;
  readonly uri: string;
  readonly namespace: string;
  readonly broker: Broker;
  readonly roles?: readonly Role[];
  readonly logger?: Logger;
}): Promise<Shop> {
  const connection = await mongoose
    .createConnection(options.uri, {
      dbName: `${options.namespace}_${options.service}`,
      readConcernLevel: 'majority',
      writeConcern: { w: 'majority', j: true },
    })
    .asPromise();
  const metrics = new Registry();
  const messaging = new Messaging({
    service: options.service,
    database: connection,
    broker: options.broker,
    logger: options.logger ?? pino({ level: 'silent' }),
    metrics,
    roles: new Set(options.roles ?? ['graphql', 'consumer', 'sweeper']),
  });
  return {
    messaging,
    connection,
    metrics,
    async stop() {
      await messaging.stop(2_000);
      await connection.close();
    },
  };
}

/** Places an order: one commit with an event and a command. */
export function placeOrder({ messaging }: Shop, id: string) {
  return messaging.log.execute(order, id, {
    ...mutationCause({ principal: 'user:u', field: 'placeOrder', context: { correlationId: id } }),
    decide: (): Message[] => [
      OrderPlaced({ ...OrderPlaced.example.data, orderId: id }),
      ReserveStock({ orderId: id, lines: ReserveStock.example.data.lines }, { id: `${id}/reserve-stock/1` }),
    ],
  });
}

/** An order that asks nothing of anybody: its commit is published once and never again. */
export function noteOrder({ messaging }: Shop, id: string, more: { readonly idempotencyKey?: string } = {}) {
  return messaging.log.execute(order, id, {
    ...mutationCause({ principal: 'user:u', field: 'noteOrder', context: { correlationId: id }, ...more }),
    decide: (): Message[] => [OrderPlaced({ ...OrderPlaced.example.data, orderId: id })],
  });
}

export const ordersParts = ({ messaging }: Shop): MessagingParts => ({
  streams: [order],
  consumers: [
    {
      name: 'order-fulfilment',
      reactions: [
        on(StockReserved, async (message) => {
          await messaging.log.execute(order, message.data.orderId, {
            ...messageCause(message, 'orders.order-fulfilment'),
            decide: ({ status }) => (status === 'PENDING' ? [OrderConfirmed({ orderId: message.data.orderId })] : []),
          });
        }),
      ],
    },
  ],
});

export const inventoryParts = ({ messaging }: Shop): MessagingParts => ({
  streams: [reservation],
  commands: {
    reactions: [
      on(ReserveStock, async (message) => {
        await messaging.log.execute(reservation, message.data.orderId, {
          ...messageCause(message, 'inventory.commands'),
          decide: () => [StockReserved({ orderId: message.data.orderId })],
        });
      }),
    ],
  },
});

/** A view of the orders in a service that only reads. */
export const orderCopies: ViewDefinition = {
  collection: 'orderCopies',
  sources: [OrderPlaced, OrderConfirmed].map((contract) =>
    project(contract as typeof OrderConfirmed, ({ subject, version, state }) => ({
      _id: subject,
      version,
      status: state.status,
    })),
  ),
};
