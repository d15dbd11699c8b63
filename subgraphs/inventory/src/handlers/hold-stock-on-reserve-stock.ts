import { ReserveStock } from '@ordergraph/events';
import { type CommitLog, messageCause, on } from '@ordergraph/messaging';
import { reserveStock } from '../use-cases/reserve-stock.js';

export const holdStockOnReserveStock = (log: CommitLog) =>
  on(ReserveStock, (command) => reserveStock(log, command.data, messageCause(command, 'inventory.commands')));
