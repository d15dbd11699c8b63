import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';

const { EJSON } = mongoose.mongo.BSON;
type Document = mongoose.mongo.Document;

/** Everything that one order left in the databases, as text, by `<database>.<collection>`. */
type Traces = ReadonlyMap<string, readonly string[]>;

const batchSize = 2_000;

/**
 * Gives a platform a past: what each finished order left in every database is stored again and again under new ids, until there
 * are `commits` commits. It must be at rest, and be started again afterwards.
 *
 * @returns how many commits there are
 */
export async function multiplyOrders(options: {
  readonly mongodbUri: string;
  readonly namespace: string;
  readonly commits: number;
  readonly report: (stored: number) => void;
}): Promise<number> {
  const client = await mongoose.mongo.MongoClient.connect(options.mongodbUri);
  try {
    const databases = ['orders', 'payments', 'inventory'].map((name) => client.db(`${options.namespace}_${name}`));
    const orders = await tracesOfOrders(databases);
    const store = new Batches(client);
    let stored = 0;
    for (let turn = 0; stored < options.commits; turn += 1) {
      const [orderId, traces] = orders[turn % orders.length] ?? [];
      if (orderId === undefined || !traces) throw new Error('there is no order to multiply');
      stored += await store.copy(orderId, traces);
      if (turn % 1_000 === 0) options.report(stored);
    }
    await store.flush();
    return stored;
  } finally {
    await client.close();
  }
}

async function tracesOfOrders(databases: readonly mongoose.mongo.Db[]): Promise<readonly [string, Traces][]> {
  const orders = new Map<string, Map<string, string[]>>();
  for (const { database, name, text } of await everything(databases)) {
    const orderId = /"(?:order|payment|reservation)-([\da-f-]{36})"|"_id":"([\da-f-]{36})"/
      .exec(text)
      ?.slice(1)
      .find(Boolean);
    if (orderId === undefined) continue;
    const traces = orders.get(orderId) ?? new Map<string, string[]>();
    const place = `${database}.${name}`;
    traces.set(place, [...(traces.get(place) ?? []), text]);
    orders.set(orderId, traces);
  }
  return [...orders].filter(
    ([, traces]) => [...traces.keys()].filter((place) => place.endsWith('.commits')).length > 1,
  );
}

async function everything(databases: readonly mongoose.mongo.Db[]) {
  const found: { database: string; name: string; text: string }[] = [];
  for (const database of databases) {
    for (const { name } of await database.listCollections({}, { nameOnly: true }).toArray()) {
      const documents = await database.collection(name).find({}).toArray();
      const texts = documents.map((document) => EJSON.stringify(document, { relaxed: false }));
      found.push(...texts.map((text) => ({ database: database.databaseName, name, text })));
    }
  }
  return found;
}

/** Writes in large batches. */
class Batches {
  readonly #client: mongoose.mongo.MongoClient;
  readonly #waiting = new Map<string, Document[]>();

  constructor(client: mongoose.mongo.MongoClient) {
    this.#client = client;
  }

  /** @returns how many commits it has */
  async copy(orderId: string, traces: Traces): Promise<number> {
    const newId = randomUUID();
    let commits = 0;
    for (const [place, texts] of traces) {
      if (place.endsWith('.commits')) commits += texts.length;
      const copies = texts.map((text) => settled(EJSON.parse(text.replaceAll(orderId, newId)) as Document));
      const waiting = [...(this.#waiting.get(place) ?? []), ...copies];
      this.#waiting.set(place, waiting);
      if (waiting.length >= batchSize) await this.#write(place);
    }
    return commits;
  }

  async flush(): Promise<void> {
    for (const place of this.#waiting.keys()) await this.#write(place);
  }

  async #write(place: string): Promise<void> {
    const documents = this.#waiting.get(place) ?? [];
    this.#waiting.set(place, []);
    if (documents.length === 0) return;
    const dot = place.indexOf('.');
    const collection = this.#client.db(place.slice(0, dot)).collection(place.slice(dot + 1));
    await collection.insertMany(documents, { ordered: false, writeConcern: { w: 1 } });
  }
}

const unsettled: ReadonlySet<string> = new Set(['pending', 'nextTryAt', 'dueAt']);

/** Nothing of it has to be published or waits for its time. */
const settled = (document: Document): Document =>
  Object.fromEntries(Object.entries(document).filter(([name]) => !unsettled.has(name)));
