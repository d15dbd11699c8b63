import type { FastifyInstance } from 'fastify';
import { FaultRequest } from '../faults/faults.js';
import type { Simulation } from '../simulation.js';
import { parse } from './request-bodies.js';

export function faultRoutes(app: FastifyInstance, { faults }: Simulation): void {
  app.post('/faults', (request) => {
    const active = parse(FaultRequest, request.body);
    faults.set(active);
    return active;
  });

  app.delete('/faults', () => {
    faults.set({});
    return {};
  });
}
