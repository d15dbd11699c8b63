import type { CommitLog, MessagingParts } from '@ordergraph/messaging';
import { productDecider } from './domain/product.js';
import { reservationDecider } from './domain/reservation.js';
import { StockRequested } from './domain/stock-requested.js';
import { giveBackStockOnReturnStock } from './handlers/give-back-stock-on-return-stock.js';
import { holdStockOnReserveStock } from './handlers/hold-stock-on-reserve-stock.js';
import { sellStockOnCommitStock } from './handlers/sell-stock-on-commit-stock.js';
import { productViews } from './views/product-views.js';

/** What inventory records, shows and obeys. */
export const inventoryMessages = (log: CommitLog): MessagingParts => ({
  streams: [productDecider, reservationDecider],
  facts: [StockRequested],
  ownViews: [productViews],
  commands: {
    reactions: [holdStockOnReserveStock(log), sellStockOnCommitStock(log), giveBackStockOnReturnStock(log)],
  },
});
