import type { Invariant } from '../invariant.js';
import { orders, products, users } from '../kinds.js';
import { databaseOf, type Places, type Service } from '../places.js';
import { heads, inBatches, type StreamKind } from '../streams.js';

interface Row {
  readonly _id: string;
  readonly version: number;
}

/** A view, the streams it shows, and what of a row must be as the stream has it. */
interface Shown {
  readonly collection: string;
  readonly service: Service;
  readonly of: StreamKind<object>;
  readonly fields: readonly string[];
}

const views: readonly Shown[] = [
  { collection: 'orderViews', service: 'orders', of: orders, fields: ['customerId', 'status'] },
  { collection: 'productCopies', service: 'orders', of: products, fields: ['sku', 'title', 'price'] },
  { collection: 'customerCopies', service: 'orders', of: users, fields: ['displayName'] },
  { collection: 'productViews', service: 'inventory', of: products, fields: ['sku', 'title', 'price'] },
  { collection: 'userViews', service: 'users', of: users, fields: ['email', 'displayName', 'roles'] },
];

/** Every entity has its row in every view and copy, and the row shows what the newest version says. */
export const viewsShowTheirStreams: Invariant = {
  name: 'views show their streams',
  async check(places) {
    const findings = await Promise.all(views.map((view) => compare(places, view)));
    return {
      count: findings.reduce((sum, { count }) => sum + count, 0),
      differences: findings.flatMap(({ differences }) => differences),
    };
  },
};

async function compare(places: Places, view: Shown) {
  const rows = databaseOf(places, view.service).collection<Row>(view.collection);
  let count = 0;
  const differences: { id: string; message: string }[] = [];
  for await (const batch of inBatches(heads(places, view.of))) {
    const found = await rows.find({ _id: { $in: batch.map(({ id }) => id) } }).toArray();
    const byId = new Map(found.map((row) => [row._id, row]));
    for (const { id, version, state } of batch) {
      const message = problemOf(byId.get(id), { version, state }, view.fields);
      if (message !== undefined) differences.push({ id, message: `${view.collection}: ${message}` });
    }
    count += batch.length;
  }
  return { count, differences };
}

function problemOf(
  row: Row | undefined,
  { version, state }: { readonly version: number; readonly state: object },
  fields: readonly string[],
): string | undefined {
  if (!row) return 'no row';
  if (row.version > version) return `the row is at version ${row.version}, the stream at ${version}`;
  const text = (source: object, field: string): string =>
    JSON.stringify((source as Readonly<Record<string, unknown>>)[field]) ?? 'nothing';
  const wrong = fields.find((field) => text(row, field) !== text(state, field));
  return wrong && `${wrong} is ${text(row, wrong)}, the stream says ${text(state, wrong)}`;
}
