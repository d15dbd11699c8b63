import {
  authorize,
  capture,
  decideAction,
  type Draft,
  type Operation,
  type OperationKind,
  refund,
  requestHash,
  type Statement,
  statementOf,
  type TestToken,
  voidAuthorization,
  webhookEvent,
} from '@ordergraph/payment-simulator/internals';
import type { Agenda } from './agenda.js';

/** What the provider does with a customer's card; the tokens of the payment simulator, and one that changes its mind. */
export type Card = TestToken | 'tok_declined_once';

/** What the provider does to so many requests more. */
export interface Trouble {
  readonly kind: 'failing' | 'silent' | 'down';
  readonly times: number;
}

/** The request as its transport carries it: the fields of the simulator's API. */
type Body = Readonly<Record<string, string | number | undefined>>;

export interface Performed {
  readonly operation: Operation;
  /** The same key had the same answer before. */
  readonly isRepeated: boolean;
}

/** The request was wrong: an unknown authorization, or a key that belongs to another request. */
export class RequestWrong extends Error {}

/** The payment provider: the rules of the payment simulator over books in memory. One key moves money once, for ever. */
export class MemoryProvider {
  trouble: Trouble | undefined;
  readonly #agenda: Agenda;
  readonly #operations: Operation[] = [];

  constructor(agenda: Agenda) {
    this.#agenda = agenda;
  }

  /** What is wrong with the provider for the request that comes now. */
  takeTrouble(): Trouble['kind'] | undefined {
    const { kind, times = 0 } = this.trouble ?? {};
    this.trouble = kind && times > 1 ? { kind, times: times - 1 } : undefined;
    return kind;
  }

  /** @throws {RequestWrong} */
  post(path: string, body: Body): Performed {
    const [, collection = '', id = String(body['authorizationId'] ?? ''), action = 'authorize'] = path.split('/');
    if (collection === 'refunds')
      return this.#perform('refund', id, body, (history) => refund(history, amountOf(id, body)));
    switch (action) {
      case 'capture':
        return this.#perform('capture', id, body, (history) => capture(history, amountOf(id, body)));
      case 'void':
        return this.#perform('void', id, body, (history) => voidAuthorization(history, id));
      default:
        return this.#authorize(body);
    }
  }

  /** Operations of an order, as the lookup answers them. */
  operationsOf(orderReference: string): object {
    const operations = this.#operations.filter((operation) => operation.orderReference === orderReference);
    return { operations: operations.map(({ _id, kind, answer }) => ({ idempotencyKey: _id, kind, answer })) };
  }

  statementOf(orderReference: string): Statement {
    return statementOf(
      orderReference,
      this.#operations.filter((operation) => operation.orderReference === orderReference),
    );
  }

  /** The customer decides on the provider's page; the webhook that tells of it, or nothing when there is nothing to decide. */
  decide(orderReference: string, isApproved: boolean): object | undefined {
    const asking = this.#operations.findLast(
      (operation) => operation.orderReference === orderReference && operation.answer.status === 'requires_action',
    );
    if (!asking) return undefined;
    const { authorizationId: id } = asking;
    const decision = isApproved ? 'approved' : 'refused';
    const decided = this.#perform('decision', id, { idempotencyKey: `${id}/${decision}` }, (history) =>
      decideAction(history, decision, this.#agenda.now()),
    );
    return decided.operation.answer.status === decision ? webhookEvent(decided.operation) : undefined;
  }

  #authorize(body: Body): Performed {
    const orderReference = String(body['orderReference']);
    const id = `auth_${this.#operations.length + 1}`;
    const before = this.#operations.filter((operation) => operation.orderReference === orderReference).length;
    const token = cardToken(String(body['token']), before);
    const now = this.#agenda.now();
    return this.#perform('authorization', id, body, () =>
      authorize({ ...amountOf(id, body), orderReference, token, publicUrl: 'https://provider', now }),
    );
  }

  #perform(
    kind: OperationKind,
    authorizationId: string,
    body: Body,
    decide: (history: readonly Operation[]) => Draft,
  ): Performed {
    const key = String(body['idempotencyKey']);
    const hash = requestHash(body);
    const earlier = this.#operations.find(({ _id }) => _id === key);
    if (earlier && (earlier.kind !== kind || earlier.requestHash !== hash)) throw new RequestWrong(`${key} is reused`);
    if (earlier) return { operation: earlier, isRepeated: true };
    const history = this.#operations.filter((operation) => operation.authorizationId === authorizationId);
    if (kind !== 'authorization' && history.length === 0) throw new RequestWrong(`no authorization ${authorizationId}`);
    const place = { kind, requestHash: hash, authorizationId, sequence: history.length, at: this.#agenda.now() };
    const operation: Operation = { _id: key, ...place, ...decide(history) };
    this.#operations.push(operation);
    return { operation, isRepeated: false };
  }
}

const amountOf = (id: string, body: Body) => ({
  id,
  amount: Number(body['amount']),
  currency: String(body['currency']),
});

/** A card without money today may have some tomorrow: asked under another key, the bank says yes. */
const cardToken = (card: string, askedBefore: number): string =>
  card !== 'tok_declined_once' ? card : askedBefore === 0 ? 'tok_decline' : 'tok_success';
