import type { Logger } from 'pino';
import { Pool } from 'undici';

import { problem } from '../door/refusal.js';
import type { Subgraph, SubgraphAnswer, SubgraphOperation } from '../execution/subgraph.js';
import type { RequestContext } from '../request-context.js';
import type { LocalSubgraphs } from './local-subgraphs.js';
import { isConnectionError, withRetries } from './retries.js';
import { type SubgraphClaims, subgraphClaims } from './subgraph-claims.js';
import type { SubgraphTokens } from './subgraph-tokens.js';

export interface SubgraphClientOptions {
  name: string;
  url: string;
  tokens: SubgraphTokens;
  /** For an answer's first byte, and between any two. */
  timeoutMilliseconds: number;
  connections: number;
  /** Those of this process are called without a connection. */
  local: LocalSubgraphs;
  logger: Logger;
  observe: (subgraph: string, outcome: 'answered' | 'failed', seconds: number) => void;
}

const jsonHeaders = { 'content-type': 'application/json', accept: 'application/json' };

/** Talks to one subgraph over a pool of kept connections. A subgraph that cannot be reached nulls its own fields, nothing more. */
export class SubgraphClient implements Subgraph {
  readonly #pool: Pool;
  readonly #path: string;

  constructor(private readonly options: SubgraphClientOptions) {
    const { origin, pathname, search } = new URL(options.url);
    this.#path = pathname + search;
    this.#pool = new Pool(origin, {
      connections: options.connections,
      headersTimeout: options.timeoutMilliseconds,
      bodyTimeout: options.timeoutMilliseconds,
      connect: { timeout: Math.min(2_000, options.timeoutMilliseconds) },
      keepAliveTimeout: 30_000,
    });
  }

  async ask(operation: SubgraphOperation, context: RequestContext): Promise<SubgraphAnswer> {
    const started = performance.now();
    try {
      const claims = await subgraphClaims(this.options.tokens, this.options.name, context);
      const answer = await this.#send(operation, claims);
      this.options.observe(this.options.name, 'answered', (performance.now() - started) / 1000);
      return answer;
    } catch (error) {
      this.options.observe(this.options.name, 'failed', (performance.now() - started) / 1000);
      throw this.#unavailable(error, context);
    }
  }

  /** Answers requests under way, then closes the connections. */
  close(): Promise<void> {
    return this.#pool.close();
  }

  #send(operation: SubgraphOperation, claims: SubgraphClaims): Promise<SubgraphAnswer> {
    const local = this.options.local.get(this.options.url);
    if (local) return this.#inTime(local.answer({ ...operation, extensions: claims }));
    const isQuery = !operation.query.trimStart().startsWith('mutation');
    return isQuery
      ? withRetries(() => this.#post(operation, claims), isConnectionError)
      : this.#post(operation, claims);
  }

  /** What takes longer goes on, and nobody waits for it: as behind a connection. */
  async #inTime(answer: Promise<SubgraphAnswer>): Promise<SubgraphAnswer> {
    const { timeoutMilliseconds } = this.options;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMilliseconds} ms`)), timeoutMilliseconds);
    });
    return Promise.race([answer, late]).finally(() => clearTimeout(timer));
  }

  async #post(operation: SubgraphOperation, { correlationId, ...headers }: SubgraphClaims): Promise<SubgraphAnswer> {
    const { statusCode, body: answer } = await this.#pool.request({
      path: this.#path,
      method: 'POST',
      headers: { ...jsonHeaders, ...headers, 'x-correlation-id': correlationId },
      body: JSON.stringify(operation),
    });
    const text = await answer.text();
    const parsed = parseAnswer(text);
    // A 401 is about the token that the gateway minted: nothing that the client could mend by signing in.
    if (!parsed || statusCode === 401 || (statusCode >= 500 && !parsed.data)) {
      throw new Error(`status ${String(statusCode)}: ${text.slice(0, 200)}`);
    }
    return parsed;
  }

  #unavailable(error: unknown, { correlationId }: RequestContext): Error {
    const { name, logger } = this.options;
    logger.warn({ subgraph: name, correlationId, err: error }, 'subgraph did not answer');
    return problem('SUBGRAPH_UNAVAILABLE', `The ${name} service did not answer.`, { extensions: { service: name } });
  }
}

function parseAnswer(text: string): SubgraphAnswer | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && ('data' in value || 'errors' in value)
      ? (value as SubgraphAnswer)
      : undefined;
  } catch {
    return undefined;
  }
}
