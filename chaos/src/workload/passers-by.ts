import { setTimeout as delay } from 'node:timers/promises';
import type { Passer } from '../history/history.js';
import { ask } from './ask.js';
import { signInClient } from './client.js';
import { type CustomerOptions, drawAttempt } from './customer.js';
import { placeOrder } from './place-order.js';
import type { Urls } from './shop.js';

export interface PassersOptions extends Omit<CustomerOptions, 'client'> {
  readonly gateways: Urls;
  /** Asks for the erasure of a person, once. @throws when that is not known to be taken */
  readonly askToErase: (personId: string) => Promise<void>;
}

/** Register, order once or twice, and ask to be forgotten while their orders are under way; one after the other. */
export async function letPeoplePass(options: PassersOptions): Promise<void> {
  const { random, closing, history } = options;
  while (!closing.aborted) {
    await delay(random.between(3_000, 12_000), undefined, { signal: closing }).catch(() => undefined);
    const person = await passBy(options);
    if (person) history.passers.push(person);
  }
}

/** @returns nobody, when patience ended before an operator had the wish */
async function passBy(options: PassersOptions): Promise<Passer | undefined> {
  const { gateways, random, history, patience } = options;
  const registered = await register(options);
  if (!registered) return undefined;
  const { credentials, words } = registered;
  const client = await signInClient(gateways, credentials, random);
  for (let orders = random.between(1, 2); orders > 0; orders--) {
    const attempt = drawAttempt({ ...options, client });
    history.orders.push(attempt);
    await placeOrder(client, attempt, patience);
  }
  return (await insist(() => options.askToErase(client.userId), patience)) ? { id: client.userId, words } : undefined;
}

const document = 'mutation Register($input: RegisterInput!) { register(input: $input) { __typename } }';

/** Each try is somebody else: one that nobody answered may be done when whoever came after it is forgotten. */
async function register({ gateways, random, patience }: PassersOptions) {
  while (!patience.aborted) {
    const words = [random.uuid(), random.uuid()] as const;
    const credentials = { email: `${words[0]}@example.com`, password: random.uuid() };
    const variables = { input: { ...credentials, displayName: `Passer ${words[1]}` } };
    const answer = await ask(random.pick(gateways), undefined, { document, variables });
    if (answer.kind === 'answered') return { credentials, words };
    await delay(500, undefined, { signal: patience }).catch(() => undefined);
  }
  return undefined;
}

/** Whether it was done before the patience ended. */
async function insist(work: () => Promise<void>, patience: AbortSignal): Promise<boolean> {
  while (!patience.aborted) {
    try {
      await work();
      return true;
    } catch {
      await delay(500, undefined, { signal: patience }).catch(() => undefined);
    }
  }
  return false;
}
