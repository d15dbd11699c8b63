/** What the service is made of, without its transport: for the simulation. */
export { cancellationReason, isFinal, type Order, orderStatus, type OrderStream } from './domain/order.js';
export { orderMessages } from './messages.js';
export { cancelOrder } from './use-cases/cancel-order.js';
export { type Orders, ordersOf } from './use-cases/orders.js';
export { acceptOrder } from './use-cases/place-order.js';
export { orderViews } from './views/order-views.js';
