import { eventually } from '@ordergraph/testing';

import { type Platform, startPlatform } from './support/platform.js';
import { startRawSubgraph } from './support/raw-subgraph.js';
import { connect, watch } from './support/watch.js';

jest.setTimeout(30_000);

/** What the services of this project take. */
const SERVICE_BYTES = 262_144;

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

const ticker = (room: string): string => `subscription { ticker(room: "${room}") { value } }`;
/** A character that a client sends as one byte, and that takes seven in the JSON of a printed operation. */
const swelling = (bytes: number): string => ticker('\u007F'.repeat(bytes / 7));

const refusedAsTooLarge = [{ extensions: { code: 'REQUEST_TOO_LARGE', retryable: false } }];

describe('a subscription that grows on its way to its subgraph', () => {
  it('is refused before it is sent: the socket to the subgraph carries the streams of others', async () => {
    const subgraph = await startRawSubgraph(undefined, SERVICE_BYTES);
    const gateway = await platform.startGateway({ SUBGRAPH_URL_COUNTERS: subgraph.url, SUBGRAPH_SOCKETS: '1' });
    const [calm, greedy] = [connect(gateway.url), connect(gateway.url)];
    const watching = watch(calm, { query: ticker('calm') });
    await eventually(() => {
      expect(subgraph.active.size).toBe(1);
    });
    const refused = watch(greedy, { query: swelling(280_000) });
    await eventually(() => {
      expect(refused.end).toMatchObject(refusedAsTooLarge);
    });
    const allowed = watch(greedy, { query: swelling(260_000) });
    const variable = 'subscription ($room: ID!) { ticker(room: $room) { value } }';
    const given = watch(greedy, { query: variable, variables: { room: 'a' } });
    await eventually(() => {
      expect(subgraph.active.size).toBe(3);
    });
    expect(subgraph.subscribed).toHaveLength(3);
    for (const { stop } of [watching, allowed, given]) stop();
    await Promise.all([calm.dispose(), greedy.dispose()]);
    await gateway.stop();
    subgraph.stop();
  });

  it('is asked once of a subgraph that takes less: what else was on the socket is asked again', async () => {
    const subgraph = await startRawSubgraph(undefined, 100_000);
    const gateway = await platform.startGateway({ SUBGRAPH_URL_COUNTERS: subgraph.url, SUBGRAPH_SOCKETS: '1' });
    const [calm, greedy] = [connect(gateway.url), connect(gateway.url)];
    const watching = watch(calm, { query: ticker('calm') });
    await eventually(() => {
      expect(subgraph.active.size).toBe(1);
    });
    for (const bytes of [150_003, 120_001]) {
      const asked = subgraph.subscribed.length;
      const refused = watch(greedy, { query: swelling(bytes) });
      await eventually(() => {
        expect(refused.end).toMatchObject(refusedAsTooLarge);
        expect(subgraph.subscribed).toHaveLength(asked + 1);
      });
    }
    await eventually(() => {
      expect(subgraph.active.size).toBe(1);
    });
    expect(watching.end).toBeUndefined();
    watching.stop();
    await Promise.all([calm.dispose(), greedy.dispose()]);
    await gateway.stop();
    subgraph.stop();
  });
});
