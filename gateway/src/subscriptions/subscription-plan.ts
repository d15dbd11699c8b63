import type { Admission } from '../door/door.js';
import type { PreparedStream } from '../operations/prepared-operation.js';
import { valuesOf } from './declared-variables.js';

/** A subscription as it was admitted under one supergraph. */
export interface SubscriptionPlan extends Admission {
  readonly stream: PreparedStream;
  /** Equal for equal values of all variables that the operation declares. */
  readonly variablesKey: string;
}

/** With the variables as they came: so they go to subgraphs. */
export function subscriptionPlan(admission: Admission, variables: Readonly<Record<string, unknown>>): SubscriptionPlan {
  const { stream, operation } = admission.prepared;
  if (!stream) throw new Error('This operation was not planned as a subscription.');
  const declared = (operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
  return { ...admission, stream, variablesKey: JSON.stringify(valuesOf(variables, declared)) };
}

/** Where a stream begins or goes on, if it is one that takes a cursor: to another, what a client sends as one means nothing. */
export function cursorFor({ stream }: SubscriptionPlan, cursor: string | undefined): string | undefined {
  return stream.resumption && cursor;
}

/** Whether streams opened by one plan can go on with the other without being opened again. */
export function haveSamePrimary({ stream: one }: SubscriptionPlan, { stream: other }: SubscriptionPlan): boolean {
  return one.primary.serviceName === other.primary.serviceName && one.primary.operation === other.primary.operation;
}
