import { type Message, type Money, PaymentCaptured, PaymentRefunded, PaymentReversed } from '@ordergraph/events';

/** One posting: the same amount leaves one account and enters another, so debit and credit are always equal. */
export interface LedgerEntry {
  /** `<version>/<index of the message>/<leg>` within the payment's stream. */
  readonly id: string;
  readonly debit: Account;
  readonly credit: Account;
  readonly amount: Money;
  /** What made the commit. */
  readonly cause: string;
  readonly postedAt: Date;
}

/**
 * `provider-clearing`: what the provider owes us; `customer`: what the customer paid and was given for it, zero in the end;
 * `revenue`: sales that stand; `goodwill`: given back on them.
 */
export type Account = 'provider-clearing' | 'customer' | 'revenue' | 'goodwill';

/** What the ledger needs of a commit. */
export interface PostedCommit {
  readonly _id: { readonly version: number };
  readonly messages: readonly Message[];
  readonly cause: string;
  readonly at: Date;
}

type Leg = readonly [debit: Account, credit: Account];
type MoneyMessage = PaymentCaptured | PaymentRefunded | PaymentReversed;

const sale: readonly Leg[] = [
  ['provider-clearing', 'customer'],
  ['customer', 'revenue'],
];
const undoneSale: readonly Leg[] = [
  ['revenue', 'customer'],
  ['customer', 'provider-clearing'],
];
const goodwill: readonly Leg[] = [
  ['goodwill', 'customer'],
  ['customer', 'provider-clearing'],
];

/**
 * The double-entry ledger of one payment, oldest first: a fold of its stream. An event recorded again, as the answer to a
 * command that came again, posts nothing.
 */
export function ledgerOf(commits: readonly PostedCommit[]): readonly LedgerEntry[] {
  let isCaptured = false;
  let isReversed = false;
  return commits.flatMap((commit) =>
    commit.messages.flatMap((message, index) => {
      const news = message as MoneyMessage;
      if (news.type === PaymentCaptured.type && isCaptured) return [];
      if (news.type === PaymentReversed.type && isReversed) return [];
      isCaptured ||= news.type === PaymentCaptured.type;
      isReversed ||= news.type === PaymentReversed.type;
      return post(commit, index, news);
    }),
  );
}

function post(commit: PostedCommit, index: number, message: MoneyMessage): LedgerEntry[] {
  return legsOf(message).map(([debit, credit], leg) => ({
    id: [commit._id.version, index, leg].join('/'),
    debit,
    credit,
    amount: message.data.amount,
    cause: commit.cause,
    postedAt: commit.at,
  }));
}

/** Holding and letting go move no money: only what is taken and given back is posted. */
function legsOf(message: MoneyMessage): readonly Leg[] {
  switch (message.type) {
    case PaymentCaptured.type:
      return sale;
    case PaymentRefunded.type:
      return goodwill;
    case PaymentReversed.type:
      return message.data.reversal === 'REFUNDED' && message.data.amount.amount > 0 ? undoneSale : [];
    default:
      return [];
  }
}

/** Debits minus credits of one account, in minor units. */
export const balanceOf = (account: Account, entries: readonly LedgerEntry[]): number =>
  entries.reduce(
    (balance, { debit, credit, amount }) =>
      balance + (debit === account ? amount.amount : 0) - (credit === account ? amount.amount : 0),
    0,
  );
