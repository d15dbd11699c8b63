import { eventually, requestGraphql, testUser } from '@ordergraph/testing';

import { type Platform, startPlatform } from './support/platform.js';

jest.setTimeout(30_000);

const FAILURES = 3;

let platform: Platform;
let authorization: string;
beforeAll(async () => {
  platform = await startPlatform({
    SUBGRAPH_CIRCUIT_FAILURES: String(FAILURES),
    SUBGRAPH_CIRCUIT_MILLISECONDS: '300',
    SUBGRAPH_TIMEOUT_MILLISECONDS: '5000',
  });
  authorization = await platform.sign(testUser('1'));
});
afterAll(() => platform.stop());

const ask = async (query: string, headers: Record<string, string> = {}) => {
  const { data, errors } = await requestGraphql({ url: platform.url, query, authorization, headers });
  return { data, codes: errors?.map(({ extensions }) => extensions?.['code']) };
};
const onGateway = (path: string) => fetch(new URL(path, platform.url));
const phase = async () => {
  const lines = (await (await onGateway('/metrics')).text()).split('\n');
  const accounts = lines.find((line) => /_circuit\{subgraph="accounts",phase="[a-z-]+"\} 1/.test(line));
  return accounts && /phase="(?<phase>[a-z-]+)"/.exec(accounts)?.groups?.['phase'];
};

describe('a subgraph that fails again and again', () => {
  const both = '{ me { id } counters { value } }';
  const without = { me: null, counters: [] };

  it('is left alone, while the others answer, and is asked again when it is back', async () => {
    expect([await ask(both), await phase()]).toEqual([{ data: { me: { id: '1' }, counters: [] } }, 'closed']);
    await platform.accounts.stop();
    for (let failure = 0; failure < FAILURES; failure += 1)
      expect(await ask(both)).toEqual({ data: without, codes: ['SUBGRAPH_UNAVAILABLE'] });
    expect([await ask(both), await phase()]).toEqual([{ data: without, codes: ['SUBGRAPH_SUSPENDED'] }, 'open']);
    expect((await onGateway('/ready')).status).toBe(200);
    // One request of those that follow tries, and finds it still away.
    await eventually(async () => {
      expect((await ask(both)).codes).toEqual(['SUBGRAPH_UNAVAILABLE']);
    });
    await platform.accounts.start();
    await eventually(async () => {
      expect(await ask(both)).toEqual({ data: { me: { id: '1' }, counters: [] }, codes: undefined });
    });
    expect(await phase()).toBe('closed');
  });

  it('is asked again when its pause is over, whatever clients have no time for it', async () => {
    await failAndComeBack();
    await eventually(async () => {
      expect((await ask('{ me { id } }', { 'x-timeout-milliseconds': '0' })).codes).toEqual(['DEADLINE_EXCEEDED']);
      expect((await ask('{ me { id } }')).codes).toBeUndefined();
    });
  });

  it('is judged by its own time when the client of the one request that tries has less', async () => {
    await failAndComeBack();
    await eventually(async () => {
      expect((await ask('{ hang }', { 'x-timeout-milliseconds': '100' })).codes).toEqual(['DEADLINE_EXCEEDED']);
    });
    expect(await phase()).toBe('half-open');
    await eventually(async () => {
      expect((await ask('{ me { id } }')).codes).toBeUndefined();
    });
  });

  it('is left alone too when clients have no time for a second attempt, and none of them closes the circuit', async () => {
    const brief = { 'x-timeout-milliseconds': '20' };
    await platform.accounts.stop();
    await eventually(async () => {
      await ask('{ me { id } }', brief);
      expect(await phase()).toBe('open');
    });
    // When its pause is over, the one request that tries.
    await eventually(async () => {
      expect((await ask('{ me { id } }', brief)).codes).toEqual(['DEADLINE_EXCEEDED']);
    });
    await eventually(async () => expect(await phase()).not.toBe('half-open'));
    expect(await phase()).toBe('open');
    await platform.accounts.start();
    await eventually(async () => {
      expect((await ask('{ me { id } }')).codes).toBeUndefined();
    });
  });

  const failAndComeBack = async () => {
    await platform.accounts.stop();
    for (let failure = 0; failure < FAILURES; failure += 1) await ask('{ me { id } }');
    expect(await phase()).toBe('open');
    await platform.accounts.start();
  };
});

describe('a connection that is cut after its subgraph got the operation', () => {
  beforeEach(async () => {
    // The circuit counts failures in a row.
    expect((await ask('{ me { id } }')).codes).toBeUndefined();
    for (const { requests } of [platform.accounts, platform.counters]) requests.length = 0;
  });

  it('is no harm to a query, which is sent again', async () => {
    platform.accounts.cutNext(2);
    expect(await ask('{ me { id } }')).toEqual({ data: { me: { id: '1' } }, codes: undefined });
    expect(platform.accounts.requests).toHaveLength(3);
  });

  it.each([
    ['mutation { signIn(name: "a") }', 1],
    ['# query\n mutation Named { rename(id: 1, name: "a") { name counted } }', 1],
    ['fragment Name on Account { name } mutation { explode rename(id: 1, name: "a") { ...Name } }', 2],
  ])('fails a mutation, which may have been carried out and is never sent again: %s', async (query, fields) => {
    platform.accounts.cutNext(1);
    expect(await ask(query)).toEqual({
      data: null,
      codes: Array.from({ length: fields }, () => 'SUBGRAPH_UNAVAILABLE'),
    });
    expect(platform.accounts.requests).toHaveLength(1);
    expect(platform.counters.requests).toEqual([]);
  });

  it('has what another subgraph adds to a mutation asked again, the mutation not', async () => {
    platform.counters.cutNext(1);
    expect(await ask('mutation { rename(id: 1, name: "Augusta") { name counted } }')).toEqual({
      data: { rename: { name: 'Augusta', counted: 7 } },
      codes: undefined,
    });
    expect(platform.accounts.requests).toHaveLength(1);
    expect(platform.counters.requests).toHaveLength(2);
  });
});

describe('the time that a client gives', () => {
  it('is told to the subgraphs, and never more than the gateway itself waits', async () => {
    const told = async (headers: Record<string, string>) => (await ask('{ timeLeft }', headers)).data?.['timeLeft'];
    expect(await told({})).toBe(5_000);
    expect(await told({ 'x-timeout-milliseconds': '60000' })).toBe(5_000);
    expect(await told({ 'x-timeout-milliseconds': 'soon' })).toBe(5_000);
    const left = Number(await told({ 'x-timeout-milliseconds': '4000' }));
    expect(left).toBeLessThanOrEqual(4_000);
    expect(left).toBeGreaterThan(0);
  });

  it('ends what is not answered in it, beside what is, and leaves the circuit closed', async () => {
    for (let late = 0; late <= FAILURES; late += 1) {
      expect(await ask('{ hang counters { value } }', { 'x-timeout-milliseconds': '300' })).toEqual({
        data: { hang: null, counters: [] },
        codes: ['DEADLINE_EXCEEDED'],
      });
    }
    expect(await phase()).toBe('closed');
  });

  it('is nothing to begin with when it is up', async () => {
    platform.accounts.requests.length = 0;
    expect((await ask('mutation { explode }', { 'x-timeout-milliseconds': '0' })).codes).toEqual(['DEADLINE_EXCEEDED']);
    expect(platform.accounts.requests).toEqual([]);
  });
});
