import { GroupFlush } from '@ordergraph/messaging';
import type { CustomerCopies } from '../views/customer-copies.js';

/** Whether a person was erased: their access token may outlive them by up to 15 minutes. */
export type IsErased = (customerId: string) => Promise<boolean>;

/** Nobody registers without a name: a blank one was erased. Customers who order at the same time share one query. */
export function erasedCustomersIn(customers: CustomerCopies): IsErased {
  const reads = new GroupFlush<string, boolean>(async (ids) => {
    const blank = await customers.find({ _id: { $in: [...new Set(ids)] }, displayName: '' }, { _id: 1 }).lean();
    const erased = new Set(blank.map(({ _id }) => _id));
    return ids.map((id) => ({ value: erased.has(id) }));
  });
  return (customerId) => reads.add(customerId);
}
