import type { Stage } from '../../platform/stage.js';
import type { Fault } from '../fault.js';

/** As the payment simulator understands it: `POST /faults`. */
type ProviderFaults = Readonly<Record<string, number | boolean>>;

const providerFault = (name: string, what: string, faults: ProviderFaults): Fault => ({
  name,
  lane: 'services',
  lasts: [6, 15],
  async begin({ provider }) {
    await tell(provider, 'POST', faults);
    return { what, end: () => tell(provider, 'DELETE') };
  },
});

/** The provider may be about to hang up on the very connection that is used. */
async function tell(provider: Stage['provider'], method: string, faults?: ProviderFaults): Promise<void> {
  await tellOnce(provider, method, faults).catch(() => tellOnce(provider, method, faults));
}

async function tellOnce({ url, key }: Stage['provider'], method: string, body?: ProviderFaults): Promise<void> {
  const response = await fetch(`${url}/faults`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`the payment simulator answers ${response.status}`);
}

/** Slower than payments waits for some operations: their outcome is unknown. */
export const providerSlow = providerFault('provider-slow', 'the provider takes 3 s longer', {
  delayMilliseconds: 3_000,
});

/** Answers 500 and has done nothing. */
export const providerFailing = providerFault('provider-failing', 'the provider fails 25 times', { failNext: 25 });

/** Charges, and then does not answer. */
export const providerTimingOut = providerFault(
  'provider-timing-out',
  'the provider does what it is asked 15 times, and hangs up without an answer',
  { dropAnswers: 15 },
);

/** Answers 503 to everything. */
export const providerDown = providerFault('provider-down', 'the provider is down', { unavailable: true });
