import DataLoader from 'dataloader';
import type { LoadedOrder } from '../use-cases/load-order.js';
import type { OrdersContext } from './context.js';
import { orderNow } from './visible-order.js';

describe('the order in the answer to a mutation', () => {
  it('is read when it is selected and not before: a failure would be nobody’s', async () => {
    const read: string[] = [];
    const orders = new DataLoader<string, LoadedOrder | undefined>((ids) => {
      read.push(...ids);
      return Promise.reject(new Error('the database is away'));
    });
    const order = orderNow({ orders } as unknown as OrdersContext, 'order-1');
    await new Promise(setImmediate);
    expect(read).toEqual([]);
    await expect(order()).rejects.toThrow('the database is away');
    expect(read).toEqual(['order-1']);
  });
});
