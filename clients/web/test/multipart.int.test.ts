import { HttpLink } from '@apollo/client';
import type { GetToken } from '@ordergraph/client';
import { EventLog, type Count } from '@ordergraph/gateway/testing';
import { eventually } from '@ordergraph/testing';

import { type MultipartServer, startMultipartServer } from './support/multipart-server.js';
import { type Watcher, watchByApollo } from './support/watcher.js';

const errors = (code: string, retryable: boolean) => [{ message: code, extensions: { code, retryable } }];

let log: EventLog<Count>;
let server: MultipartServer;
let watcher: Watcher;
beforeEach(async () => {
  log = new EventLog<Count>();
  server = await startMultipartServer(log);
});
afterEach(async () => {
  await watcher.stop();
  await server.stop();
});

const getToken: GetToken = ({ rejected }) => (rejected === undefined ? 'old' : 'new');
const watch = (): void => {
  const link = new HttpLink({ uri: server.url });
  watcher = watchByApollo({ link, getToken, backoff: { firstMilliseconds: 10 } }, 'room');
};
const append = (): void => log.append({ value: log.length + 1, accountId: '1' });
const sees = (...values: number[]) =>
  eventually(() => {
    expect(watcher.values).toEqual(values);
  });

describe('Apollo Client over HTTP multipart', () => {
  it('goes on behind the last cursor after a lost connection and after an end that is retryable', async () => {
    watch();
    append();
    await sees(1);
    server.cutAll();
    append();
    await sees(1, 2);
    server.endAll(errors('SHUTTING_DOWN', true));
    append();
    await sees(1, 2, 3);
    expect(server.requests.map(([after]) => after)).toEqual([undefined, '1', '2']);
    expect(watcher.end).toBeUndefined();
  });

  it.each([
    ['the stream', () => server.endAll(errors('UNAUTHENTICATED', false))],
    [
      'a new attempt',
      () => {
        server.answerNext(401, JSON.stringify({ errors: errors('UNAUTHENTICATED', false) }));
        server.cutAll();
      },
    ],
  ])('renews the token when %s is ended by UNAUTHENTICATED', async (_, refuse) => {
    watch();
    append();
    await sees(1);
    refuse();
    append();
    await sees(1, 2);
    expect(server.requests.at(-1)).toEqual(['1', 'Bearer new']);
  });

  it('hands a refusal to the app', async () => {
    watch();
    append();
    await sees(1);
    server.endAll(errors('CURSOR_INVALID', false));
    await eventually(() => {
      expect(watcher.end).toMatchObject({ name: 'StreamRefused', code: 'CURSOR_INVALID' });
    });
    expect(server.requests).toHaveLength(1);
  });
});
