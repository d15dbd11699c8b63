import { InfrastructureUnavailable } from '@ordergraph/messaging';
import { Agent, request } from 'undici';
import { ProviderRejected, ProviderUnanswered } from './errors.js';

export interface ProviderHttpOptions {
  readonly url: string;
  /** Bearer token. */
  readonly key: string;
  /** How long an answer may take. */
  readonly timeoutMilliseconds: number;
}

const outages: ReadonlySet<number> = new Set([401, 403, 503]);
const worthRepeating = (status: number): boolean => status >= 500 || status === 408 || status === 429;
/** Something is in the way of the request now, perhaps an earlier try of it that is still being worked on. */
const underWay: ReadonlySet<number> = new Set([409, 423, 425]);
/** The one conflict that stays: the key stands for another request. */
const keyReused = 'idempotency_key_reused';
/** Nothing was sent: no connection came about. */
const neverSent: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * JSON over HTTP; tells apart what never happened, what may have happened, and what will never be accepted.
 *
 * What may have happened is repeated, and counts as an attempt only while the provider says that it is well: one charge that
 * it always answers with 500 must climb the ladder and hold up no other. When its health check fails too, the whole provider is
 * out, whatever shows it (502, 504, 429, silence), and no message is to blame; keys make repeating safe.
 */
export class ProviderHttp {
  readonly #options: ProviderHttpOptions;
  readonly #agent: Agent;
  #checking: Promise<boolean> | undefined;

  constructor(options: ProviderHttpOptions) {
    this.#options = options;
    this.#agent = new Agent({ connect: { timeout: options.timeoutMilliseconds } });
  }

  post(path: string, body: object): Promise<unknown> {
    return this.#call('POST', path, JSON.stringify(body));
  }

  get(path: string): Promise<unknown> {
    return this.#call('GET', path);
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #call(method: 'GET' | 'POST', path: string, body?: string): Promise<unknown> {
    try {
      return await this.#ask(method, path, body);
    } catch (error) {
      if (!(error instanceof ProviderUnanswered) || (await this.#isWell())) throw error;
      throw this.#unavailable(error);
    }
  }

  /** Asked once for all who want to know at the same time. An answer to the health check, even a refusal, comes from the provider itself. */
  #isWell(): Promise<boolean> {
    this.#checking ??= this.#exchange('GET', '/health')
      .then(
        ({ status }) => !outages.has(status) && !worthRepeating(status),
        () => false,
      )
      .finally(() => (this.#checking = undefined));
    return this.#checking;
  }

  async #ask(method: 'GET' | 'POST', path: string, body?: string): Promise<unknown> {
    const { status, text } = await this.#exchange(method, path, body);
    if (status >= 200 && status < 300) return parse(text, path);
    if (outages.has(status)) throw this.#unavailable(new Error(`status ${status}`));
    const code = errorCodeOf(text);
    // What has no code is not of the provider itself, and says nothing about what it did.
    const isFinal = code !== undefined && !worthRepeating(status) && (!underWay.has(status) || code === keyReused);
    if (!isFinal) throw new ProviderUnanswered(`${path} answered ${status}`);
    throw new ProviderRejected({ path, status, code });
  }

  async #exchange(method: 'GET' | 'POST', path: string, body?: string): Promise<{ status: number; text: string }> {
    const { url, key, timeoutMilliseconds } = this.#options;
    try {
      const response = await request(new URL(path, url), {
        method,
        dispatcher: this.#agent,
        signal: AbortSignal.timeout(timeoutMilliseconds),
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body }),
      });
      return { status: response.statusCode, text: await response.body.text() };
    } catch (error) {
      if (neverSent.has(codeOf(error))) throw this.#unavailable(error);
      throw new ProviderUnanswered(path, error);
    }
  }

  #unavailable(cause: unknown): InfrastructureUnavailable {
    const probe = async (): Promise<void> => {
      if (!(await this.#isWell())) throw new ProviderUnanswered('/health');
    };
    return new InfrastructureUnavailable({ what: 'the payment provider', cause, probe });
  }
}

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ProviderUnanswered(`${path} answered no JSON`, error);
  }
}

function errorCodeOf(text: string): string | undefined {
  try {
    const answer = JSON.parse(text) as { error?: { code?: string } } | null;
    return answer?.error?.code;
  } catch {
    return undefined;
  }
}
