import { eventually, testBrokers } from '@ordergraph/testing';
import { providerBooks, readStock } from '../support/shopper.js';
import { differences, errorLevel, infoLevel, readLogs, scrape } from '../support/telemetry.js';
import { killAndReadQueues, settled } from './acknowledgement.js';
import { expectedEvents, expectedHandlings } from './expected-messages.js';
import { type Played, play } from './play.js';
import { scenarios } from './scenarios/index.js';
import { initialStock, setStage, type Stage } from './stage.js';
import { cachedOrder, readBalances, readOrderNow } from './state.js';
import type { Progress } from './watchers.js';

describe.each(testBrokers())('an order through the gateway, on $kind', (broker) => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await setStage(broker);
    await settled(stage); // what is counted from now on, the scenarios have caused
  }, 120_000);
  afterAll(() => stage.close(), 60_000);

  describe.each(scenarios)('$title', (scenario) => {
    let played: Played;
    beforeAll(async () => {
      played = await play(scenario, stage);
    });

    it('response: it is accepted at once, and so is its cancellation', () => {
      expect(played.placed).toMatchObject({
        __typename: 'PlaceOrderSuccess',
        order: {
          version: 1,
          status: 'PENDING',
          progress: { version: 1, final: false },
          lines: [
            { quantity: scenario.quantity, product: { title: expect.stringContaining('Test product') as string } },
          ],
        },
      });
      expect(played.cancelled?.__typename).toBe(scenario.cancels && 'CancelOrderSuccess');
      expect(played.cancelled?.order.status).toBe(scenario.cancels && 'CANCELLING');
    });

    it('state: order, payment and stock are as they must be, and add up with the books of the provider', async () => {
      const { orderId, stockBefore, apollo } = played;
      const { status, reason, steps } = scenario.ends.at(-1)!;
      const version = apollo.at(-1)!.version;
      expect(await readOrderNow(stage, orderId)).toMatchObject({
        version,
        status,
        cancellation: reason === undefined ? null : { reason },
        progress: { steps: steps.map((each) => ({ status: each })) },
        payment: scenario.payment,
      });
      expect(cachedOrder(stage, orderId)).toMatchObject({ version, status });

      const { available, reserved, sold, adjustments } = await readStock(stage.operator, stage.productId);
      expect({
        available: available - stockBefore.available,
        reserved: reserved - stockBefore.reserved,
        sold: sold - stockBefore.sold,
      }).toEqual(scenario.stock);
      expect(available + reserved + sold).toBe(initialStock + adjustments);

      const { captured, refunded } = scenario.books;
      expect(await providerBooks(stage.platform.current, orderId)).toMatchObject(scenario.books);
      expect(await readBalances(stage, orderId)).toEqual({
        'provider-clearing': captured - refunded,
        customer: 0,
        revenue: refunded - captured,
      });
    });

    it('acknowledgement: nothing of it waits anywhere, and nothing was set aside', async () => {
      await settled(stage);
    });

    // The embedded broker cannot be listened in on: what it has set aside is seen above, what it has delivered below.
    if (broker.url !== undefined)
      it('outgoing messages: every event leaves once, under the id of the request that it goes back to', async () => {
        const { orderId, correlationIds } = played;
        const requests = Object.values(correlationIds);
        await eventually(() => {
          const ofOrder = (stage.tap?.messages ?? []).filter(
            ({ subject, correlationId }) => subject.endsWith(orderId) || requests.includes(correlationId),
          );
          expect(ofOrder.map(({ type, correlationId }) => `${type} ${correlationId}`).sort()).toEqual(
            expectedEvents(scenario, played),
          );
        });
      });

    it('telemetry: every message is counted by type and status, and is in the log under its correlation id', async () => {
      const handlings = expectedHandlings(scenario, played);
      await eventually(async () => {
        const after = await scrape(stage.platform.current);
        expect(differences('ordergraph_events_processed_total', played.metricsBefore, after)).toEqual(
          Object.fromEntries(handlings.map(({ service, type }) => [`${type} processed ${service}`, 1])),
        );
        expect(differences('ordergraph_gateway_delivered_events_total', played.metricsBefore, after)).toEqual({
          '': played.apollo.length + played.graphqlWs.length,
        });
      });

      const lines = await readLogs(stage.platform.dataDirectory);
      const requests = Object.values(played.correlationIds);
      const ofOrder = lines.filter(({ correlationId = '' }) => requests.includes(correlationId));
      const handled = ofOrder.filter(({ msg }) => msg === 'message handled');
      expect(handled).toHaveLength(handlings.length);
      expect(handled).toEqual(expect.arrayContaining(handlings.map((each) => expect.objectContaining(each) as object)));
      expect(ofOrder.filter(({ level }) => level > infoLevel)).toEqual([]);
      expect(lines.filter(({ level }) => level >= errorLevel)).toEqual([]);
    });

    it('Apollo Client and graphql-ws watch the same: each version once and in order, up to each end', () => {
      const { placed, apollo, graphqlWs } = played;
      const versions = [placed.order.version, ...apollo.map(({ version }) => version)];
      expect(versions).toEqual(versions.map((_, index) => index + 1));
      expect(apollo.map(ofTheStream)).toEqual(graphqlWs.map(ofTheStream));
      expect(apollo.filter(({ final }) => final).map(endOf)).toEqual(scenario.ends);
    });
  });

  const { url } = broker;
  if (url === undefined) return; // the embedded broker confirms when it is acknowledged: that no publisher waits was seen above

  it('all was acknowledged: when every consumer is gone, no message comes back to its queue', async () => {
    const readQueues = await killAndReadQueues(stage, url);
    await eventually(async () => {
      const states = await readQueues();
      expect(Object.keys(states)).toEqual(expect.arrayContaining(['inventory.commands.t1', 'payments.commands.t1']));
      for (const state of Object.values(states)) expect(state).toEqual({ ready: 0, consumers: 0 });
    });
  });
});

/** What a version is, whoever watches; `order` may be newer. */
const ofTheStream = ({ cursor, version, changed, final, steps }: Progress) => ({
  cursor,
  version,
  changed,
  final,
  steps: steps.map(({ name, status }) => `${name} ${status}`),
});

const endOf = ({ order: { status, cancellation }, steps }: Progress) => ({
  status,
  reason: cancellation?.reason,
  steps: steps.map((step) => step.status),
});
