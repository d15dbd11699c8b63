import type { FetchNode, QueryPlan } from '@apollo/query-planner';

import type { PreparedOperation } from '../operations/prepared-operation.js';

/** Stands in a plan for the event that the gateway already has; no subgraph may be called so. */
export const EVENT_SERVICE = '__event__';

export interface SubscriptionPlan {
  prepared: PreparedOperation;
  /** What the subgraph that owns the root field is subscribed to. */
  primary: FetchNode;
  /** What is run for each event: the event in place of the primary's answer, then what other subgraphs add. */
  eventPlan: QueryPlan;
}

const plans = new WeakMap<PreparedOperation, SubscriptionPlan>();

/** Apollo plans a subscription as `{primary, rest}` and leaves running it to others. */
export function subscriptionPlan(prepared: PreparedOperation): SubscriptionPlan {
  const known = plans.get(prepared);
  if (known) return known;
  const { node } = prepared.plan;
  if (node?.kind !== 'Subscription') throw new Error('This operation was not planned as a subscription.');
  const { primary, rest } = node;
  const event: FetchNode = { ...primary, serviceName: EVENT_SERVICE };
  const plan: SubscriptionPlan = {
    prepared,
    primary,
    eventPlan: { kind: 'QueryPlan', node: { kind: 'Sequence', nodes: rest ? [event, rest] : [event] } },
  };
  plans.set(prepared, plan);
  return plan;
}

/** Whether streams opened by one plan can go on with the other without being opened again. */
export function haveSamePrimary(one: SubscriptionPlan, other: SubscriptionPlan): boolean {
  return one.primary.serviceName === other.primary.serviceName && one.primary.operation === other.primary.operation;
}
