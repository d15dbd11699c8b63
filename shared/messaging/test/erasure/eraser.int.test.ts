import { ContractRegistry, PersonErased, ProfileUpdated, UserRegistered } from '@ordergraph/events';
import { testMongo, uniqueNamespace } from '@ordergraph/testing';
import mongoose, { type mongo } from 'mongoose';
import type { BrokerMessage } from '../../src/broker/port.js';
import type { Commit } from '../../src/commits/commit.js';
import { CommitStore } from '../../src/commits/commit-store.js';
import { RecentStreams } from '../../src/commits/recent-streams.js';
import { SnapshotStore } from '../../src/commits/snapshot-store.js';
import { ErasedPersons, erasedPersonsIn } from '../../src/erasure/erased-persons.js';
import { Eraser } from '../../src/erasure/eraser.js';

const namespace = uniqueNamespace();
const registry = new ContractRegistry([UserRegistered, ProfileUpdated, PersonErased]);
const robin = { email: 'robin@example.com', displayName: 'Robin Fairweather' };
const state = { ...UserRegistered.example.state, ...robin, id: 'robin' };
let client: mongo.MongoClient;
let database: mongo.Db;
let store: CommitStore;
let snapshots: SnapshotStore;
let eraser: Eraser;

beforeAll(async () => {
  client = await mongoose.mongo.MongoClient.connect(testMongo().uri);
  database = client.db(`${namespace.name}_erasure`);
  store = new CommitStore(database);
  snapshots = new SnapshotStore(database, store);
  eraser = new Eraser({ database, store, snapshots, registry, recent: new RecentStreams() });
  await eraser.createIndexes();
});
beforeEach(async () => {
  for (const name of ['commits', 'snapshots', 'erasedPersons']) await database.collection(name).deleteMany({});
  await store.collection.insertMany([registered('robin'), registered('kim')]);
});
afterAll(async () => {
  await client.close();
  await namespace.cleanup();
});

const registered = (id: string): Commit => ({
  _id: { stream: `user-${id}`, version: 1 },
  messages: [UserRegistered({ ...robin, roles: ['CUSTOMER'] }), ProfileUpdated({ displayName: 'Robin Fairweather' })],
  state: { ...state, id },
  cause: 'visitor/register/1',
  inputHash: 'of what was typed',
  context: { correlationId: 'c' },
  at: new Date(),
  armed: 1,
});
const stored = async () =>
  JSON.stringify(await database.collection('commits').find({ '_id.stream': 'user-robin' }).toArray());

describe('erasing a person', () => {
  it('blanks what is personal in commits of their streams, in every message and in the state, and nothing else', async () => {
    await eraser.erase('robin', ['user-robin']);
    const [commit] = await store.read('user-robin');
    expect(commit).toEqual({
      ...registered('robin'),
      at: expect.any(Date) as Date,
      inputHash: undefined,
      messages: [
        UserRegistered({ email: '', displayName: '', roles: ['CUSTOMER'] }),
        ProfileUpdated({ displayName: '' }),
      ],
      state: { ...state, email: '', displayName: '' },
    });
    expect(await store.read('user-kim')).toMatchObject([{ messages: registered('kim').messages }]);
  });

  it('changes nothing the second time, and finishes what died in between', async () => {
    const at = new Date('2026-01-01T09:00:00.000Z');
    await erasedPersonsIn(database).insertOne({ _id: 'robin', streams: [], at });
    await eraser.erase('robin', ['user-robin']);
    const once = await stored();
    expect(once).not.toContain('Fairweather');
    await eraser.erase('robin', ['user-robin']);
    expect(await stored()).toBe(once);
    const tombstones = await erasedPersonsIn(database).find().toArray();
    expect(tombstones).toEqual([{ _id: 'robin', streams: ['user-robin'], at, doneAt: expect.any(Date) as Date }]);
  });

  it('discards snapshots of their streams, also one that is written late', async () => {
    snapshots.keep(registered('robin'), 1, state);
    await snapshots.idle();
    await eraser.erase('robin', ['user-robin']);
    expect(await database.collection('snapshots').countDocuments()).toBe(0);
    snapshots.keep(registered('robin'), 1, state);
    snapshots.keep(registered('kim'), 1, state);
    await snapshots.idle();
    const left = await database.collection('snapshots').find().toArray();
    expect(left.map(({ _id }) => (_id as unknown as { stream: string }).stream)).toEqual(['user-kim']);
  });

  it('blanks what comes late about them, and only that', async () => {
    const erased = new ErasedPersons(database, registry);
    const [theirs, other] = [message('robin'), message('kim')];
    expect(await erased.blanked(theirs)).toBe(theirs);
    await eraser.erase('robin', ['user-robin']);
    const { content, ...rest } = await erased.blanked(theirs);
    expect(JSON.parse(content.toString())).toEqual({
      data: { displayName: '' },
      state: { ...state, email: '', displayName: '' },
    });
    expect(rest).toEqual({ envelope: theirs.envelope, routingKey: theirs.routingKey });
    expect(await erased.blanked(other)).toBe(other);
  });
});

function message(id: string): BrokerMessage {
  const { type, data } = ProfileUpdated({ displayName: 'Robin Fairweather' });
  return {
    routingKey: ProfileUpdated.routingKey,
    content: Buffer.from(JSON.stringify({ data, state: { ...state, id } })),
    envelope: {
      id: `user-${id}/2/0`,
      type,
      source: 'users',
      subject: `user-${id}`,
      time: '2026-01-01T09:00:00.000Z',
      version: 2,
      correlationId: 'c',
    },
  };
}
