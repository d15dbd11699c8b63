import type { IncomingMessage } from 'node:http';

import { visitor } from '@ordergraph/service';
import type { WebSocket } from 'ws';

import type { Identity } from '../door/authenticator.js';
import { ConnectionCounts } from './connection-counts.js';
import { SocketSession } from './socket-session.js';

const identity: Identity = { principal: visitor, principalKey: 'visitor', expiresAt: undefined };
const session = (): SocketSession => new SocketSession({} as WebSocket, {} as IncomingMessage, '127.0.0.1');

it('a socket that goes while its token is looked at takes no place', async () => {
  const counts = new ConnectionCounts({ perUser: 1, perAddress: 1 });
  const gone = session();
  const opening = gone.open('Bearer x', () => Promise.resolve(identity), counts);
  gone.close();
  expect(await opening).toBe(false);
  expect(await session().open('Bearer x', () => Promise.resolve(identity), counts)).toBe(true);
});
