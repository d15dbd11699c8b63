import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import { ApiError } from '../api-error.js';
import type { OperationRequest } from '../ledger/ledger.js';
import type { Simulation } from '../simulation.js';
import { requestHash } from '../operations/request-hash.js';
import { slowMilliseconds } from '../operations/test-tokens.js';

const unansweredMilliseconds = 60_000;

interface Request extends Omit<OperationRequest, 'requestHash' | 'kind'> {
  readonly kind: 'authorization' | 'capture' | 'void' | 'refund';
  /** The request as it came: a repetition must be equal. */
  readonly request: Readonly<Record<string, string | number | undefined>>;
  readonly token?: string;
}

/** Performs one operation once and answers it, with the misbehaviour that its token and the active faults ask for. */
export async function performAndAnswer(simulation: Simulation, request: Request, reply: FastifyReply): Promise<object> {
  const { ledger, faults, stopping } = simulation;
  if (faults.takeFailure(request.kind)) throw new ApiError(500, 'internal_error', 'Something went wrong here.');
  await wait(faults.delayMilliseconds(request.kind) + (request.token === 'tok_slow' ? slowMilliseconds : 0), stopping);
  const performed = await ledger.perform({ ...request, requestHash: requestHash(request.request) });
  if (performed.outcome === 'key-reused')
    throw new ApiError(409, 'idempotency_key_reused', 'This idempotency key was used for another request.');
  if (faults.takeDroppedAnswer(request.kind)) reply.raw.destroy();
  if (performed.outcome === 'performed' && request.token === 'tok_timeout_after_charge')
    await untilGone(reply, stopping);
  return performed.operation.answer;
}

async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds > 0) await delay(milliseconds, undefined, { signal });
}

/** Leaves the caller without an answer until it hangs up. */
async function untilGone(reply: FastifyReply, stopping: AbortSignal): Promise<void> {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  await delay(unansweredMilliseconds, undefined, { signal: AbortSignal.any([gone.signal, stopping]) }).catch(() => {
    // Hanging up is what is waited for.
  });
}
