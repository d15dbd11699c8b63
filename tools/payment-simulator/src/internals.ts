/** How the provider decides, without its server and its database: for the simulation. */
export type { Draft, Operation, OperationKind } from './ledger/operation.js';
export { standingOf } from './ledger/standing.js';
export { type Statement, statementOf } from './ledger/statement.js';
export { requestHash } from './operations/request-hash.js';
export { authorize, capture, decideAction, refund, voidAuthorization } from './operations/rules.js';
export type { TestToken } from './operations/test-tokens.js';
export { webhookEvent } from './webhooks/webhook-event.js';
