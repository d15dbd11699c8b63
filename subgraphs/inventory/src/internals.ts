/** What the service is made of, without its transport: for the simulation. */
export { type Reservation, reservationDecider } from './domain/reservation.js';
export { openingStock } from './domain/stock.js';
export { inventoryMessages } from './messages.js';
export { stockCollection, type StockGuard, stockKey } from './use-cases/stock-guards.js';
