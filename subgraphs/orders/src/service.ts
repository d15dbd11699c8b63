import { readFileSync } from 'node:fs';
import type { ServiceDefinition } from '@ordergraph/service';
import { configuration } from './configuration.js';
import type { CancelWindow } from './domain/cancel-order.js';
import type { FulfilmentNumbers } from './domain/fulfilment.js';
import { createLoaders } from './graphql/loaders.js';
import { createResolvers } from './graphql/resolvers.js';
import { orderMessages } from './messages.js';
import { catalogueIn } from './use-cases/catalogue.js';
import { erasedCustomersIn } from './use-cases/erased-customers.js';
import { ordersOf } from './use-cases/orders.js';
import { customerCopiesIn } from './views/customer-copies.js';
import { orderRowsIn } from './views/order-views.js';
import { productCopiesIn } from './views/product-copies.js';
import { OrderWakes } from './watching/order-wakes.js';

/** Accepts orders, fulfils them by a saga, and shows every step of it live. */
export const ordersService: ServiceDefinition<FulfilmentNumbers & CancelWindow> = {
  name: 'orders',
  port: 4003,
  configuration,
  typeDefs: readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'),
  build({ configuration: numbers, database, messaging }) {
    const orders = ordersOf(messaging.log, numbers);
    const rows = orderRowsIn(database);
    const products = productCopiesIn(database);
    const customers = customerCopiesIn(database);
    const wakes = new OrderWakes(orders, rows, messaging.feed);
    const [readCatalogue, isErased] = [catalogueIn(products), erasedCustomersIn(customers)];
    return {
      resolvers: createResolvers({ orders, feed: messaging.feed, rows, readCatalogue, isErased, wakes }),
      loaders: () => createLoaders({ orders, products, customers }),
      messages: orderMessages(orders),
      close: () => Promise.resolve(wakes.close()),
    };
  },
};
