import type { mongo } from 'mongoose';

/** Where a platform keeps what is reconciled. */
export interface Places {
  readonly client: mongo.MongoClient;
  readonly namespace: string;
  /** Undefined: nobody asks the broker. */
  readonly amqpUrl: string | undefined;
}

export const services = ['users', 'inventory', 'orders', 'payments'] as const;
export type Service = (typeof services)[number];

/** A commit as stored, as far as invariants read it. */
export interface StoredCommit<State = unknown> {
  readonly _id: { readonly stream: string; readonly version: number };
  readonly messages: readonly { readonly type: string; readonly data: unknown }[];
  readonly state?: State;
  readonly at: Date;
  readonly pending?: number;
}

export const databaseOf = ({ client, namespace }: Places, service: Service | 'provider'): mongo.Db =>
  client.db(`${namespace}_${service}`);

export const commitsOf = <State>(places: Places, service: Service): mongo.Collection<StoredCommit<State>> =>
  databaseOf(places, service).collection<StoredCommit<State>>('commits');
