import { randomUUID } from 'node:crypto';
import { storedOperation } from '../support/app-client.js';
import { readStock, type Stock } from '../support/shopper.js';
import { type Sample, scrape } from '../support/telemetry.js';
import type { Scenario } from './scenario.js';
import type { Stage } from './stage.js';
import { type From, type Progress, watchWithApollo, watchWithGraphqlWs } from './watchers.js';

/** What Apollo Client was answered by a mutation. */
export interface Answer {
  readonly __typename: string;
  readonly order: {
    readonly id: string;
    readonly version: number;
    readonly status: string;
    readonly progress: { readonly cursor: string };
  };
}

/** What the customer's app and a plain graphql-ws client saw of an order. */
interface Watched {
  readonly apollo: readonly Progress[];
  readonly graphqlWs: readonly Progress[];
}

/** What came of a scenario, as everybody around it saw it. */
export interface Played extends Watched {
  readonly orderId: string;
  readonly placed: Answer;
  readonly cancelled: Answer | undefined;
  readonly correlationIds: { readonly placing: string; readonly cancelling: string };
  readonly stockBefore: Stock;
  readonly metricsBefore: readonly Sample[];
}

/** Places an order as an app does, and watches it to its end; cancels it then, if the scenario says so, and watches on. */
export async function play(scenario: Scenario, stage: Stage): Promise<Played> {
  const { operator, productId, platform } = stage;
  const { quantity, paymentToken } = scenario;
  const correlationIds = { placing: randomUUID(), cancelling: randomUUID() };
  const [stockBefore, metricsBefore] = await Promise.all([readStock(operator, productId), scrape(platform.current)]);
  const input = { idempotencyKey: randomUUID(), lines: [{ productId, quantity }], paymentToken };
  const placed = await mutate(stage, 'place', input, correlationIds.placing);
  const { id, progress } = placed.order;
  const first = await watch(scenario, stage, { id, after: progress.cursor });
  const played = { orderId: id, placed, correlationIds, stockBefore, metricsBefore };
  if (!scenario.cancels) return { ...played, ...first, cancelled: undefined };

  const cancelled = await mutate(stage, 'cancel', { orderId: id }, correlationIds.cancelling);
  const second = await watch(scenario, stage, { id, after: first.apollo.at(-1)?.cursor ?? '' });
  return {
    ...played,
    cancelled,
    apollo: [...first.apollo, ...second.apollo],
    graphqlWs: [...first.graphqlWs, ...second.graphqlWs],
  };
}

/** Sends a stored mutation from the customer's app, under a correlation id. */
async function mutate(stage: Stage, operation: string, input: object, correlationId: string): Promise<Answer> {
  const { data } = await stage.app.apollo.mutate({
    mutation: storedOperation<Record<string, Answer>>(operation),
    variables: { input },
    context: { headers: { 'x-correlation-id': correlationId } },
  });
  const [answer] = Object.values(data ?? {});
  if (!answer) throw new Error(`${operation} was answered without data`);
  return answer;
}

/** Both clients at once; the customer acts on what the app shows. */
async function watch({ meanwhile }: Scenario, { app, platform, shopper }: Stage, from: From): Promise<Watched> {
  const [apollo, graphqlWs] = await Promise.all([
    watchWithApollo(app, from, meanwhile),
    watchWithGraphqlWs(platform.current, shopper.token, from),
  ]);
  return { apollo, graphqlWs };
}
