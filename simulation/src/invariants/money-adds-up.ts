import { PaymentRefunded } from '@ordergraph/events';
import { balanceOf, ledgerOf } from '@ordergraph/payments/internals';
import { unitPrice, type Wish } from '../customers/customers.js';
import { type Aftermath, type Invariant, orderOf, paymentOf, unless } from './aftermath.js';

/** What is kept of a customer's money is the total of a confirmed order less goodwill, and nothing of a cancelled one: here and at the provider. */
export const moneyAddsUp: Invariant = (aftermath) =>
  aftermath.wishes.flatMap((wish) => {
    const order = orderOf(aftermath, wish.orderId);
    const given = goodwillOf(aftermath, wish);
    const due = order?.status === 'CONFIRMED' ? wish.pieces * unitPrice.amount - given : 0;
    const about = `order ${wish.number} is ${order?.status}`;
    return [
      ...unless(
        given >= wish.givenBack,
        () => `${about}; ${wish.givenBack} were given back, and payments knows of ${given}`,
      ),
      ...here(aftermath, wish, { due, about }),
      ...atProvider(aftermath, wish, { due, about }),
    ];
  });

function goodwillOf({ world }: Aftermath, { orderId }: Wish): number {
  const messages = world.databases.payments.commits.of(`payment-${orderId}`).flatMap((commit) => commit.messages);
  const refunds = messages.filter(({ type }) => type === PaymentRefunded.type) as unknown as PaymentRefunded[];
  return refunds.reduce((sum, { data }) => sum + data.amount.amount, 0);
}

interface Due {
  readonly due: number;
  readonly about: string;
}

function here(aftermath: Aftermath, { orderId }: Wish, { due, about }: Due): string[] {
  const payment = paymentOf(aftermath, orderId);
  const kept = (payment?.captured.amount ?? 0) - (payment?.refunded.amount ?? 0);
  const ledger = ledgerOf(aftermath.world.databases.payments.commits.of(`payment-${orderId}`));
  const cleared = balanceOf('provider-clearing', ledger);
  return [
    ...unless(kept === due, () => `${about}, ${due} are due, and payments keeps ${kept}`),
    ...unless(cleared === due, () => `${about}, ${due} are due, and the ledger says ${cleared}`),
  ];
}

function atProvider({ world }: Aftermath, { orderId }: Wish, { due, about }: Due): string[] {
  const { captured, refunded, held, charges } = world.provider.statementOf(orderId);
  return [
    ...unless(charges <= 1, () => `${about}, and the provider charged ${charges} times`),
    ...unless(
      captured - refunded === due,
      () => `${about}, ${due} are due, and the provider keeps ${captured - refunded}`,
    ),
    ...unless(held === 0, () => `${about}, and the provider still holds ${held}`),
  ];
}
