import type { Operation } from './operation.js';

/** The books of one order. More than one charge means that somebody paid twice. Amounts are minor units. */
export interface Statement {
  readonly orderReference: string;
  readonly authorized: number;
  readonly captured: number;
  readonly refunded: number;
  readonly voided: number;
  /** Authorized, neither captured nor voided. */
  readonly held: number;
  readonly authorizations: number;
  readonly charges: number;
  readonly entries: readonly StatementEntry[];
}

export interface StatementEntry {
  readonly idempotencyKey: string;
  readonly kind: Operation['kind'];
  readonly status: string;
  readonly authorizationId: string;
  readonly amount: number;
  readonly currency: string;
  readonly at: string;
}

export function statementOf(orderReference: string, operations: readonly Operation[]): Statement {
  const ofStatus = (...statuses: string[]): Operation[] =>
    operations.filter(({ answer }) => statuses.includes(answer.status));
  const sum = (entries: readonly Operation[]): number => entries.reduce((total, { amount }) => total + amount, 0);
  const [authorizations, captures] = [ofStatus('authorized', 'approved'), ofStatus('captured')];
  const settled = new Set(ofStatus('captured', 'voided').map(({ authorizationId }) => authorizationId));
  const approved = new Set(authorizations.map(({ authorizationId }) => authorizationId));
  return {
    orderReference,
    authorized: sum(authorizations),
    captured: sum(captures),
    refunded: sum(ofStatus('refunded')),
    voided: sum(ofStatus('voided').filter(({ authorizationId }) => approved.has(authorizationId))),
    held: sum(authorizations.filter(({ authorizationId }) => !settled.has(authorizationId))),
    authorizations: authorizations.length,
    charges: captures.length,
    entries: operations.map(entryOf),
  };
}

const entryOf = ({ _id, kind, answer, authorizationId, amount, currency, at }: Operation): StatementEntry => ({
  idempotencyKey: _id,
  kind,
  status: answer.status,
  authorizationId,
  amount,
  currency,
  at: at.toISOString(),
});
