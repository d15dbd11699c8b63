import type { Ledger } from '../ledger/ledger.js';
import type { Operation } from '../ledger/operation.js';
import { signatureHeader, signWebhook } from './sign-webhook.js';
import { webhookEvent } from './webhook-event.js';

interface WebhookDeliveryOptions {
  readonly ledger: Ledger;
  readonly secret: string;
  readonly url: () => string;
  readonly onError: (error: unknown) => void;
}

const firstPauseMilliseconds = 250;
const longestPauseMilliseconds = 30_000;
const answerWithinMilliseconds = 10_000;

/** Tells the shop of every decision until it accepts it: at once, then at doubling intervals, also after a restart. */
export class WebhookDelivery {
  readonly #options: WebhookDeliveryOptions;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: WebhookDeliveryOptions) {
    this.#options = options;
  }

  /** Something may be due: look now. Rounds never overlap. */
  wake(): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#round = this.#round.then(() => this.#deliverDue());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#round;
  }

  async #deliverDue(): Promise<void> {
    if (this.#stopped) return;
    try {
      const due = await this.#options.ledger.undelivered(new Date());
      await Promise.all(due.map((decision) => this.#deliver(decision)));
      const next = await this.#options.ledger.nextDeliveryAt();
      if (next) this.#wakeIn(Math.max(0, next.getTime() - Date.now()));
    } catch (error) {
      this.#options.onError(error);
      this.#wakeIn(longestPauseMilliseconds);
    }
  }

  #wakeIn(milliseconds: number): void {
    clearTimeout(this.#timer);
    if (!this.#stopped) this.#timer = setTimeout(() => this.wake(), milliseconds);
  }

  async #deliver(decision: Operation): Promise<void> {
    const { ledger, url, secret, onError } = this.#options;
    const body = JSON.stringify(webhookEvent(decision));
    try {
      const response = await fetch(url(), {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', [signatureHeader]: signWebhook(secret, body, new Date()) },
        signal: AbortSignal.timeout(answerWithinMilliseconds),
      });
      await response.body?.cancel();
      if (response.ok) return await ledger.markDelivered(decision._id);
    } catch (error) {
      onError(error);
    }
    await ledger.postponeDelivery(decision._id, nextAttempt(decision.delivery?.attempts ?? 0));
  }
}

function nextAttempt(attempts: number): { attempts: number; dueAt: Date } {
  const pause = Math.min(firstPauseMilliseconds * 2 ** attempts, longestPauseMilliseconds);
  return { attempts: attempts + 1, dueAt: new Date(Date.now() + pause) };
}
