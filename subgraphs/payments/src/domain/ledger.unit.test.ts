import { type Message, PaymentRefunded, PaymentReversed } from '@ordergraph/events';
import { aCapturedPayment, anAuthorizedPayment, captured, euros, orderId, total } from '../../test/samples.js';
import { type Account, balanceOf, type LedgerEntry, ledgerOf } from './ledger.js';

const ledger = (...messages: Message[]): readonly LedgerEntry[] =>
  ledgerOf([{ _id: { version: 1 }, messages, cause: 'cause', at: new Date(0) }]);

const accounts: Account[] = ['provider-clearing', 'customer', 'revenue', 'goodwill'];
const balances = (entries: readonly LedgerEntry[]): number[] => accounts.map((account) => balanceOf(account, entries));

describe('the ledger', () => {
  it('posts nothing while money is only held', () => {
    expect(ledger(...anAuthorizedPayment)).toEqual([]);
  });

  it('posts a capture through the account of the customer', () => {
    const entries = ledger(captured);
    expect(entries.map(({ id, debit, credit, amount }) => [id, debit, credit, amount])).toEqual([
      ['1/0/0', 'provider-clearing', 'customer', total],
      ['1/0/1', 'customer', 'revenue', total],
    ]);
  });

  it('is the same when an event was recorded again', () => {
    const reversed = PaymentReversed({ orderId, reversal: 'REFUNDED', amount: total });
    expect(balances(ledger(...aCapturedPayment, captured))).toEqual(balances(ledger(...aCapturedPayment)));
    expect(balances(ledger(...aCapturedPayment, reversed, reversed))).toEqual([0, 0, 0, 0]);
  });

  it('keeps debit and credit equal, and owes the customer nothing in the end', () => {
    const refunded = PaymentRefunded({ orderId, amount: euros(580), reason: '' });
    const rest = PaymentReversed({ orderId, reversal: 'REFUNDED', amount: euros(2000) });
    expect(balances(ledger(...aCapturedPayment, refunded))).toEqual([2000, 0, -2580, 580]);
    expect(balances(ledger(...aCapturedPayment, refunded, rest))).toEqual([0, 0, -580, 580]);
  });
});
