import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { ApiError } from '../api-error.js';
import type { Operation } from '../ledger/operation.js';
import { authorize, capture, refund, voidAuthorization } from '../operations/rules.js';
import type { Simulation } from '../simulation.js';
import { performAndAnswer } from './perform.js';
import { AuthorizationBody, CaptureBody, parse, RefundBody, VoidBody } from './request-bodies.js';

interface ById {
  Params: { id: string };
}

/** What moves money. Repeating a request with its idempotency key gives the same answer, for ever. */
export function operationRoutes(app: FastifyInstance, simulation: Simulation): void {
  app.post('/authorizations', (request, reply) => {
    const body = parse(AuthorizationBody, request.body);
    const id = `auth_${randomUUID()}`;
    const draft = { ...body, id, publicUrl: simulation.publicUrl(), now: new Date() };
    const operation = { key: body.idempotencyKey, kind: 'authorization', authorizationId: id } as const;
    const { token } = body;
    return performAndAnswer(simulation, { ...operation, request: body, token, decide: () => authorize(draft) }, reply);
  });

  app.post<ById>('/authorizations/:id/capture', (request, reply) => {
    const body = parse(CaptureBody, request.body);
    const { id } = request.params;
    const decide = known((history) => capture(history, { ...body, id }));
    const operation = { key: body.idempotencyKey, kind: 'capture', authorizationId: id } as const;
    return performAndAnswer(simulation, { ...operation, request: { ...body, id }, decide }, reply);
  });

  app.post<ById>('/authorizations/:id/void', (request, reply) => {
    const body = parse(VoidBody, request.body);
    const { id } = request.params;
    const decide = known((history) => voidAuthorization(history, id));
    const operation = { key: body.idempotencyKey, kind: 'void', authorizationId: id } as const;
    return performAndAnswer(simulation, { ...operation, request: { ...body, id }, decide }, reply);
  });

  app.post('/refunds', (request, reply) => {
    const body = parse(RefundBody, request.body);
    const id = body.authorizationId;
    const decide = known((history) => refund(history, { ...body, id: `refund_${randomUUID()}` }));
    const operation = { key: body.idempotencyKey, kind: 'refund', authorizationId: id } as const;
    return performAndAnswer(simulation, { ...operation, request: body, decide }, reply);
  });
}

const known =
  <Draft>(decide: (history: readonly Operation[]) => Draft) =>
  (history: readonly Operation[]): Draft => {
    if (history.length === 0) throw new ApiError(404, 'not_found', 'No such authorization.');
    return decide(history);
  };
