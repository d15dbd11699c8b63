/** Where what happens to an order is asked for and told; several consumers share each. */
export const tradingQueues = ['inventory.commands.t1', 'payments.commands.t1', 'orders.order-fulfilment.t1'] as const;
