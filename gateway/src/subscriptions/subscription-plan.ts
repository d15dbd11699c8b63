import type { Admission } from '../door/door.js';
import type { PreparedStream } from '../operations/prepared-operation.js';

/** A subscription as it was admitted under one supergraph. */
export interface SubscriptionPlan extends Admission {
  readonly stream: PreparedStream;
}

export function subscriptionPlan(admission: Admission): SubscriptionPlan {
  const { stream } = admission.prepared;
  if (!stream) throw new Error('This operation was not planned as a subscription.');
  return { ...admission, stream };
}

/** Whether streams opened by one plan can go on with the other without being opened again. */
export function haveSamePrimary({ stream: one }: SubscriptionPlan, { stream: other }: SubscriptionPlan): boolean {
  return one.primary.serviceName === other.primary.serviceName && one.primary.operation === other.primary.operation;
}
