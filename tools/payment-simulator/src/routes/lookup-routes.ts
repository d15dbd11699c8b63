import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { ApiError } from '../api-error.js';
import { statementOf } from '../ledger/statement.js';
import type { Simulation } from '../simulation.js';
import { OrderQuery, parse } from './request-bodies.js';

export function lookupRoutes(app: FastifyInstance, { ledger, faults, stopping }: Simulation): void {
  app.get('/operations', async (request) => {
    const { orderReference } = parse(OrderQuery, request.query);
    if (faults.takeFailure('lookup')) throw new ApiError(500, 'internal_error', 'Something went wrong here.');
    const pause = faults.delayMilliseconds('lookup');
    if (pause > 0) await delay(pause, undefined, { signal: stopping });
    const operations = await ledger.ofOrder(orderReference);
    return { operations: operations.map(({ _id, kind, answer }) => ({ idempotencyKey: _id, kind, answer })) };
  });

  app.get('/ledger', async (request) => {
    const { orderReference } = parse(OrderQuery, request.query);
    return statementOf(orderReference, await ledger.ofOrder(orderReference));
  });

  app.get('/health', () => ({ status: 'ok' }));
}
