import { Messaging } from '@ordergraph/messaging';
import { createLogger, createTokenSigner, generateSigningKey } from '@ordergraph/service';
import { testMongo, uniqueNamespace } from '@ordergraph/testing';
import mongoose, { type Connection } from 'mongoose';
import { Registry } from 'prom-client';
import { Accounts } from '../src/accounts/accounts.js';
import { userDecider } from '../src/domain/user.js';
import { SessionStore } from '../src/sessions/session-store.js';
import { Sessions } from '../src/sessions/sessions.js';
import { userViews } from '../src/views/user-views.js';

/** What users are made of, on a real database. */
export async function openUsers() {
  const namespace = uniqueNamespace();
  const database = await connect(`${namespace.name}_users`);
  const logger = createLogger({ name: 'users-test', level: 'silent' });
  const broker = namespace.openBroker({ kind: 'embedded', url: undefined });
  const roles = new Set(['graphql', 'consumer', 'sweeper'] as const);
  const metrics = new Registry();
  const messaging = new Messaging({ service: 'users', database, broker, logger, metrics, roles });
  await messaging.start({ streams: [userDecider], ownViews: [userViews] });
  await messaging.consuming();
  const { log } = messaging;
  const signer = createTokenSigner({ issuer: 'urn:ordergraph:users', key: await generateSigningKey() });
  const sessions = new Sessions({ store: new SessionStore(database), signer, log });
  return {
    log,
    database,
    sessions,
    signer,
    accounts: new Accounts(database),
    async close() {
      await messaging.stop(2_000);
      await broker.close(2_000);
      await database.close();
      await namespace.cleanup();
    },
  };
}

export type OpenUsers = Awaited<ReturnType<typeof openUsers>>;

const connect = (dbName: string): Promise<Connection> =>
  mongoose
    .createConnection(testMongo().uri, {
      dbName,
      readConcernLevel: 'majority',
      writeConcern: { w: 'majority', journal: true },
    })
    .asPromise();
