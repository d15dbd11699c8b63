import { allContracts, ContractRegistry } from '@ordergraph/events';
import { inventoryMessages } from '@ordergraph/inventory/internals';
import type { CommitLog, MessagingParts } from '@ordergraph/messaging';
import { orderMessages, type Orders, ordersOf } from '@ordergraph/orders/internals';
import { paymentMessages, type Payments, paymentsOf, simulatedProviderOver } from '@ordergraph/payments/internals';
import type { ProviderTransport } from '@ordergraph/payments/internals';

export const serviceNames = ['orders', 'inventory', 'payments'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** What a service is made of in one process, and what its clients call. */
export interface ServiceParts {
  readonly parts: MessagingParts;
  readonly orders?: Orders;
  readonly payments?: Payments;
}

export interface ServiceSurroundings {
  readonly log: CommitLog;
  readonly transport: ProviderTransport;
  readonly now: () => Date;
}

/** The numbers that the orders service has by default. */
export const numbers = {
  reserveSeconds: 30,
  authorizeSeconds: 60,
  customerSeconds: 900,
  captureSeconds: 60,
  patienceSeconds: 300,
  cancelWindowSeconds: 1_800,
};

/** The product's own services, over whatever log and provider they are given. */
export const services: Readonly<Record<ServiceName, (surroundings: ServiceSurroundings) => ServiceParts>> = {
  orders({ log }) {
    const orders = ordersOf(log, numbers);
    return { parts: orderMessages(orders), orders };
  },
  inventory: ({ log }) => ({ parts: inventoryMessages(log) }),
  payments({ log, transport, now }) {
    const payments = paymentsOf(log, simulatedProviderOver(transport), now);
    return { parts: paymentMessages(payments), payments };
  },
};

const registries = new Map<ServiceName, ContractRegistry>();

/** What a service can read; made once, since it never changes. */
export function registryOf(service: ServiceName): ContractRegistry {
  const known = registries.get(service) ?? new ContractRegistry(allContracts);
  registries.set(service, known);
  return known;
}

/** Adds the facts of a service's own streams to what it can read. */
export function learnFacts(registry: ContractRegistry, { facts = [] }: MessagingParts): void {
  for (const fact of facts) if (!registry.find(fact.type)) registry.add(fact);
}
