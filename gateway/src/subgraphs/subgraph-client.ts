import type { Tracing } from '@ordergraph/service';
import type { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { Pool } from 'undici';

import { problem } from '../door/refusal.js';
import type { Subgraph, SubgraphAnswer, SubgraphOperation } from '../execution/subgraph.js';
import type { RequestContext } from '../request-context.js';
import { atMost } from '../timer.js';
import { endSpan } from '../tracing/spans.js';
import { tracedRequests, type TraceRequest } from '../tracing/traced-requests.js';
import { type Circuit, type CircuitOptions, type CircuitPhase, createCircuit, isLeftAlone } from './circuit.js';
import type { LocalSubgraphs } from './local-subgraphs.js';
import { OperationBodies } from './operation-bodies.js';
import { parseAnswer } from './parse-answer.js';
import { postJson } from './post-json.js';
import { remainingMilliseconds, TimeIsUp, within } from './remaining-time.js';
import { isConnectionError, withRetries } from './retries.js';
import { type SubgraphClaims, subgraphClaims } from './subgraph-claims.js';
import type { SubgraphTokens } from './subgraph-tokens.js';

export interface SubgraphObserver {
  request(subgraph: string, outcome: 'answered' | 'failed' | 'refused', seconds: number): void;
  circuit(subgraph: string, phase: CircuitPhase): void;
}

export interface SubgraphClientOptions {
  name: string;
  url: string;
  tokens: SubgraphTokens;
  /** For an answer, whole. */
  timeoutMilliseconds: number;
  connections: number;
  circuit: CircuitOptions;
  /** Those of this process are called without a connection. */
  local: LocalSubgraphs;
  logger: Logger;
  observe: SubgraphObserver;
  tracing: Tracing | undefined;
}

/** Talks to one subgraph over a pool of kept connections. A subgraph that cannot be reached nulls its own fields, nothing more. */
export class SubgraphClient implements Subgraph {
  readonly #pool: Pool;
  readonly #path: string;
  readonly #circuit: Circuit;
  readonly #traced: TraceRequest;
  readonly #bodies = new OperationBodies();

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
    const { name, circuit, observe } = options;
    this.#traced = tracedRequests(options, options.tracing);
    this.#circuit = createCircuit(
      circuit,
      (error) => !(error instanceof TimeIsUp),
      (phase) => observe.circuit(name, phase),
    );
  }

  async ask(operation: SubgraphOperation, asked: RequestContext): Promise<SubgraphAnswer> {
    const context = this.#traced(operation, asked);
    const { name, tokens, observe } = this.options;
    const started = performance.now();
    const seconds = (): number => (performance.now() - started) / 1000;
    try {
      const claims = subgraphClaims(await tokens(name, context), name, context);
      const answer = await this.#answered(operation, claims, context);
      observe.request(name, 'answered', seconds());
      endSpan(context.span, answer.errors);
      return answer;
    } catch (error) {
      observe.request(name, isLeftAlone(error) ? 'refused' : 'failed', seconds());
      const presented = this.#presented(error, context);
      endSpan(context.span, [presented]);
      throw presented;
    }
  }

  /** Answers requests under way, if it takes no longer than that, and closes the connections. */
  async close(budgetMilliseconds = Infinity): Promise<void> {
    if (this.#pool.destroyed) return;
    await atMost(budgetMilliseconds, this.#pool.close());
    await this.#pool.destroy();
  }

  /** The circuit judges the subgraph by its own time, also when its client has less. */
  #answered(operation: SubgraphOperation, claims: SubgraphClaims, context: RequestContext): Promise<SubgraphAnswer> {
    const { timeoutMilliseconds } = this.options;
    const milliseconds = remainingMilliseconds(context, timeoutMilliseconds);
    const answering = this.#circuit.execute(this.#sending(operation, claims, context));
    return milliseconds < timeoutMilliseconds ? within(milliseconds, answering, () => new TimeIsUp()) : answering;
  }

  #sending(operation: SubgraphOperation, claims: SubgraphClaims, context: RequestContext) {
    const { local, url, timeoutMilliseconds } = this.options;
    const own = local.get(url);
    if (own) {
      const milliseconds = remainingMilliseconds(context, timeoutMilliseconds);
      const extensions = { ...claims, timeoutMilliseconds: String(milliseconds) };
      const { question, variables } = operation;
      const { query, operationName } = question;
      const asked = { query, operationName, variables, extensions };
      return () => within(timeoutMilliseconds, own.answer(asked), () => this.#noAnswer());
    }
    // Before the circuit is asked: what cannot be written is no failure of the subgraph.
    const body = this.#bodies.of(operation);
    const attempt = (earlier: number): Promise<SubgraphAnswer> => {
      if (earlier > 0) context.span?.setAttribute('http.request.resend_count', earlier);
      return this.#post(body, claims, context);
    };
    return () => {
      const answer = operation.question.isQuery ? withRetries(attempt, isConnectionError) : attempt(0);
      // Connections look at the time between bytes only, and a request may wait for one.
      return within(timeoutMilliseconds, answer, () => this.#noAnswer());
    };
  }

  async #post(body: string, claims: SubgraphClaims, context: RequestContext): Promise<SubgraphAnswer> {
    const { timeoutMilliseconds } = this.options;
    const milliseconds = remainingMilliseconds(context, timeoutMilliseconds);
    const now = performance.now();
    const { statusCode, text } = await postJson(this.#pool, {
      path: this.#path,
      headers: headersOf(claims, milliseconds),
      body,
      // It may have waited for a connection until nobody waits for it any more.
      beforeSending: () => {
        if (performance.now() < now + milliseconds) return;
        throw milliseconds < timeoutMilliseconds ? new TimeIsUp() : this.#noAnswer();
      },
      until: now + timeoutMilliseconds,
    });
    context.span?.setAttribute('http.response.status_code', statusCode);
    const parsed = parseAnswer(text);
    // A 401 is about the token that the gateway minted: nothing that the client could mend by signing in.
    if (!parsed || statusCode === 401 || (statusCode >= 500 && !parsed.data)) {
      throw new Error(`status ${String(statusCode)}: ${text.slice(0, 200)}`);
    }
    return parsed;
  }

  #noAnswer(): Error {
    return new Error(`no answer within ${String(this.options.timeoutMilliseconds)} ms`);
  }

  #presented(error: unknown, { correlationId, traceparent }: RequestContext): GraphQLError {
    const { name, logger } = this.options;
    const extensions = { service: name };
    if (error instanceof TimeIsUp)
      return problem('DEADLINE_EXCEEDED', `The time was up before the ${name} service answered.`, { extensions });
    if (isLeftAlone(error))
      return problem('SUBGRAPH_SUSPENDED', `The ${name} service is not asked for a moment.`, { extensions });
    logger.warn({ subgraph: name, correlationId, traceparent, err: error }, 'subgraph did not answer');
    return problem('SUBGRAPH_UNAVAILABLE', `The ${name} service did not answer.`, { extensions });
  }
}

/** As names and values in turn: objects made of others for each request cost a small answer about a tenth of its time. */
function headersOf(claims: SubgraphClaims, milliseconds: number): string[] {
  const headers = ['content-type', 'application/json', 'accept', 'application/json'];
  headers.push('x-timeout-milliseconds', String(milliseconds));
  for (const [name, value] of Object.entries(claims))
    headers.push(name === 'correlationId' ? 'x-correlation-id' : name, value);
  return headers;
}
