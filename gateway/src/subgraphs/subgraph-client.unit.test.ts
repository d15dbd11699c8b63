import { type LocalGraph, visitor } from '@ordergraph/service';
import { pino } from 'pino';

import { SubgraphClient } from './subgraph-client.js';

type Answering = (query: string) => ReturnType<LocalGraph['answer']>;

/** Asks a subgraph of this process, whose circuit opens by one failure and may try again at once. */
function clientOf(answering: Answering) {
  const url = 'http://local/graphql';
  const answer: LocalGraph['answer'] = ({ query }) => answering(query ?? '');
  const client = new SubgraphClient({
    name: 'local',
    url,
    tokens: () => Promise.resolve('token'),
    timeoutMilliseconds: 5_000,
    connections: 1,
    circuit: { failures: 1, pauseMilliseconds: 0 },
    local: new Map([[url, { answer, subscribe: () => () => undefined }]]),
    logger: pino({ level: 'silent' }),
    observe: { request: () => undefined, circuit: () => undefined },
    tracing: undefined,
  });
  const context = { principal: visitor, principalKey: 'visitor', address: '127.0.0.1', correlationId: 'a' };
  return (query: string, milliseconds: number) =>
    client.ask(
      { question: { query, operationName: undefined, isQuery: !query.startsWith('mutation') }, variables: {} },
      { ...context, deadline: performance.now() + milliseconds },
    );
}

it('a mutation that comes while a subgraph is tried fails at once, and is not carried out when its client has gone', async () => {
  const asked: string[] = [];
  let endTrial = (): void => undefined;
  const answers: (() => ReturnType<LocalGraph['answer']>)[] = [
    () => Promise.reject(new Error('broken')),
    () => new Promise((resolve) => (endTrial = () => resolve({ data: {} }))),
  ];
  const ask = clientOf((query) => {
    asked.push(query);
    return answers.shift()?.() ?? Promise.resolve({ data: {} });
  });
  await expect(ask('{ first }', 1_000)).rejects.toMatchObject({ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } });
  const trial = ask('{ trial }', 1_000);
  await expect(ask('mutation { placeOrder }', 50)).rejects.toMatchObject({
    extensions: { code: 'SUBGRAPH_SUSPENDED' },
  });
  endTrial();
  expect(await trial).toEqual({ data: {} });
  expect(await ask('{ last }', 1_000)).toEqual({ data: {} });
  expect(asked).toEqual(['{ first }', '{ trial }', '{ last }']);
});
