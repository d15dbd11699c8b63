import { type Connection, createConnection } from 'mongoose';
import { DatabaseStandalone, DatabaseUnreachable } from '../errors/errors.js';
import { wakeWritesOfEndedConnections } from './wake-writes.js';

wakeWritesOfEndedConnections();

const selectionMilliseconds = 5_000;

/**
 * Connects to a service's own database. Writes are majority and journalled, reads majority on the primary: what was
 * answered survives a change of primary.
 *
 * @throws {DatabaseUnreachable} after 5 s
 * @throws {DatabaseStandalone} when it is no replica set
 */
export async function connectDatabase(options: { readonly uri: string; readonly name: string }): Promise<Connection> {
  const { uri, name } = options;
  const connection = createConnection(uri, {
    dbName: name,
    readPreference: 'primary',
    readConcernLevel: 'majority',
    writeConcern: { w: 'majority', journal: true },
    serverSelectionTimeoutMS: selectionMilliseconds,
    bufferCommands: false,
  });
  const address = addressOf(uri);
  try {
    await connection.asPromise();
    if (await isStandalone(connection)) throw new DatabaseStandalone(address);
    return connection;
  } catch (error) {
    await connection.close().catch(() => undefined);
    throw error instanceof DatabaseStandalone ? error : new DatabaseUnreachable(address, error);
  }
}

/** Whether the database answers now. */
export async function pingDatabase(connection: Connection): Promise<void> {
  await connection.db?.command({ ping: 1 });
}

/** A router of a sharded cluster has no set name and says `isdbgrid`. */
async function isStandalone(connection: Connection): Promise<boolean> {
  const hello = await connection.db?.admin().command({ hello: 1 });
  return hello?.['setName'] === undefined && hello?.['msg'] !== 'isdbgrid';
}

/** Hosts only: neither credentials nor options belong into a message. */
const addressOf = (uri: string): string => uri.replace(/^(mongodb(?:\+srv)?:\/\/)(?:[^@/]*@)?([^/?]*).*$/, '$1$2');
