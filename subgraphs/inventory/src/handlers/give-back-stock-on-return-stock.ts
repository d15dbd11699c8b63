import { ReturnStock } from '@ordergraph/events';
import { type CommitLog, messageCause, on } from '@ordergraph/messaging';
import { returnStock } from '../use-cases/return-stock.js';

export const giveBackStockOnReturnStock = (log: CommitLog) =>
  on(ReturnStock, (command) => returnStock(log, command.data.orderId, messageCause(command, 'inventory.commands')));
