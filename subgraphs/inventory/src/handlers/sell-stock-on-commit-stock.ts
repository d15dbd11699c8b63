import { CommitStock } from '@ordergraph/events';
import { type CommitLog, messageCause, on } from '@ordergraph/messaging';
import { commitStock } from '../use-cases/commit-stock.js';

export const sellStockOnCommitStock = (log: CommitLog) =>
  on(CommitStock, (command) => commitStock(log, command.data.orderId, messageCause(command, 'inventory.commands')));
