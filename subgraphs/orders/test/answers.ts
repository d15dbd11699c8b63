import {
  AuthorizePayment,
  CapturePayment,
  CommitStock,
  type Message,
  PaymentAuthorized,
  PaymentCaptured,
  PaymentDeclined,
  PaymentReversed,
  ReversalFailed,
  ReserveStock,
  ReturnStock,
  ReversePayment,
  StockCommitted,
  StockRejected,
  StockReserved,
  StockReturned,
} from '@ordergraph/events';

/** A command as it came from the broker. */
export interface Commanded {
  readonly id: string;
  readonly type: string;
  readonly data: Record<string, unknown> & { readonly orderId: string };
}

/** How the owners of stock and payments answer a command. */
export type Answers = (command: Commanded) => readonly Message[];

const amount = { amount: 2_580, currency: 'EUR' };

/** Everything succeeds. */
export const happily: Answers = ({ type, data: { orderId } }) => {
  switch (type) {
    case ReserveStock.type:
      return [StockReserved({ orderId })];
    case AuthorizePayment.type:
      return [PaymentAuthorized({ orderId, method: 'Visa •••• 4242' })];
    case CapturePayment.type:
      return [PaymentCaptured({ orderId, amount })];
    case CommitStock.type:
      return [StockCommitted({ orderId })];
    case ReturnStock.type:
      return [StockReturned({ orderId, returned: 'RESERVED' })];
    case ReversePayment.type:
      return [PaymentReversed({ orderId, reversal: 'REFUNDED', amount })];
    default:
      throw new TypeError(`nobody plays the owner of ${type}`);
  }
};

/** As `happily`, except for one command. */
const except =
  (type: string, answers: Answers): Answers =>
  (command) =>
    command.type === type ? answers(command) : happily(command);

export const outOfStock = except(ReserveStock.type, ({ data: { orderId } }) => [
  StockRejected({ orderId, code: 'OUT_OF_STOCK', unavailable: [{ sku: 'MUG-BLUE', requested: 2, available: 1 }] }),
]);

export const declined = except(AuthorizePayment.type, ({ data: { orderId } }) => [
  PaymentDeclined({
    orderId,
    decline: { code: 'card_declined', message: 'The card was declined.', retryableWithOtherMethod: true },
  }),
]);

export const reversalRefused = except(ReversePayment.type, ({ data: { orderId } }) => [
  ReversalFailed({ orderId, code: 'account_closed', message: 'The account was closed.' }),
]);

/** The owner of this command says nothing, until the test does. */
export const silentAbout = (type: string): Answers => except(type, () => []);
