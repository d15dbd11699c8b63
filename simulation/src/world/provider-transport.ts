import { InfrastructureUnavailable } from '@ordergraph/messaging';
import { type ProviderTransport, ProviderRejected, ProviderUnanswered } from '@ordergraph/payments/internals';
import { type MemoryProvider, type Performed, RequestWrong } from './memory-provider.js';
import type { SimulatedProcess } from './simulated-process.js';

const timeoutMilliseconds = 5_000;
const slowMilliseconds = 3_000;

/** How requests of one process reach the provider, with what a card makes the provider do. */
export const transportTo = (provider: MemoryProvider, process: SimulatedProcess): ProviderTransport => {
  const ask = <Answer>(what: () => string, effect: () => Answer): Promise<Answer> =>
    process.request(
      () => `asks the provider: ${what()}`,
      () => troubled(provider, what, effect),
      unanswered,
    );
  return {
    async post(path, body) {
      const performed = await ask(
        () => keyOf(body),
        () => provider.post(path, body as never),
      );
      if (isKeptWaiting(performed)) {
        await process.pause(timeoutMilliseconds);
        throw new ProviderUnanswered(path);
      }
      if (performed.operation.token === 'tok_slow') await process.pause(slowMilliseconds);
      return performed.operation.answer;
    },
    get(path) {
      const order = decodeURIComponent(path.slice(path.indexOf('=') + 1));
      return ask(
        () => `what became of ${order}`,
        () => provider.operationsOf(order),
      );
    },
    close: () => Promise.resolve(),
  };
};

const keyOf = (body: object): string => (body as { readonly idempotencyKey: string }).idempotencyKey;

const isKeptWaiting = ({ operation, isRepeated }: Performed): boolean =>
  operation.token === 'tok_timeout_after_charge' && !isRepeated;

const unanswered = (what: string): ProviderUnanswered => new ProviderUnanswered(what);

function troubled<Answer>(provider: MemoryProvider, what: () => string, effect: () => Answer): Answer {
  const trouble = provider.takeTrouble();
  if (trouble === 'down') throw unreachable(provider);
  if (trouble === 'failing') throw unanswered(what());
  const answer = rejecting(what, effect);
  if (trouble === 'silent') throw unanswered(what());
  return answer;
}

const unreachable = (provider: MemoryProvider): InfrastructureUnavailable =>
  new InfrastructureUnavailable({
    what: 'the payment provider',
    probe: () => (provider.takeTrouble() === 'down' ? Promise.reject(unreachable(provider)) : Promise.resolve()),
  });

function rejecting<Answer>(what: () => string, effect: () => Answer): Answer {
  try {
    return effect();
  } catch (error) {
    if (error instanceof RequestWrong) throw new ProviderRejected({ path: what(), status: 409, code: error.message });
    throw error;
  }
}
