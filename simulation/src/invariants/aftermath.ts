import type { OrderState, PaymentState, ReservationState } from '@ordergraph/events';
import type { Wish } from '../customers/customers.js';
import type { ServiceName } from '../world/services.js';
import type { World } from '../world/world.js';

/** What is left when everything came to rest. */
export interface Aftermath {
  readonly world: World;
  readonly wishes: readonly Wish[];
}

/** What must be true of it; what is not, in words. */
export type Invariant = (aftermath: Aftermath) => readonly string[];

export const orderOf = (aftermath: Aftermath, id: string) => stateOf<OrderState>(aftermath, 'orders', `order-${id}`);
export const paymentOf = (aftermath: Aftermath, id: string) =>
  stateOf<PaymentState>(aftermath, 'payments', `payment-${id}`);
export const reservationOf = (aftermath: Aftermath, id: string) =>
  stateOf<ReservationState>(aftermath, 'inventory', `reservation-${id}`);

function stateOf<State>({ world }: Aftermath, service: ServiceName, stream: string): State | undefined {
  return world.databases[service].commits.of(stream).at(-1)?.state as State | undefined;
}

/** One line where it does not hold. */
export const unless = (holds: boolean, problem: () => string): string[] => (holds ? [] : [problem()]);
