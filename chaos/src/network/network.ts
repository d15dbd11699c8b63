import type { Socket } from 'node:net';
import type { Random } from '../random.js';
import type { Disorder } from './channel-disorder.js';
import { type Lag, lagging } from './lag.js';
import { disorderly } from './message-disorder.js';
import { type Relay, startRelay } from './relay.js';

/** Everything that lies between the programs of a platform: gateways and services, services and RabbitMQ. */
export interface Network {
  /** Of each piece that goes through, everywhere. */
  readonly lag: Lag;
  /** Of deliveries by RabbitMQ. */
  readonly disorder: Disorder;
  /** Deliveries that were doubled or held back so far. */
  readonly meddled: Readonly<Record<'duplicated' | 'held', number>>;
  /** Where services find RabbitMQ, in the order of its nodes. */
  readonly brokerUrls: readonly string[];
  /** Cuts every connection between gateways and services. @returns how many */
  cutServices(): number;
  close(): Promise<void>;
}

export interface NetworkOptions {
  /** The address of each service, and the replicas behind it. */
  readonly services: readonly { readonly port: number; readonly replicas: readonly number[] }[];
  readonly brokerUrls: readonly string[];
  readonly random: Random;
}

export async function startNetwork({ services, brokerUrls, random }: NetworkOptions): Promise<Network> {
  const lag: Lag = { milliseconds: 0 };
  const disorder: Disorder = { duplicate: 0, hold: 0 };
  const meddled = { duplicated: 0, held: 0 };
  const plain = (client: Socket, target: Socket): void => {
    client.pipe(lagging(lag)).pipe(target);
    target.pipe(lagging(lag)).pipe(client);
  };
  const withMessages = (client: Socket, target: Socket): void => {
    const { toBroker, toClient } = disorderly({ disorder, random, onMeddled: (what) => (meddled[what] += 1) });
    client.pipe(toBroker).pipe(lagging(lag)).pipe(target);
    target.pipe(toClient).pipe(lagging(lag)).pipe(client);
    target.once('close', () => toClient.destroy());
  };
  const balancers = await Promise.all(services.map(({ port, replicas }) => startRelay(port, replicas, plain)));
  const brokers = await Promise.all(brokerUrls.map((url) => startRelay(0, [Number(new URL(url).port)], withMessages)));
  return {
    ...{ lag, disorder, meddled },
    brokerUrls: brokers.map(({ port }, node) => withPort(brokerUrls[node] ?? '', port)),
    cutServices: () => balancers.reduce((sum, balancer) => sum + balancer.cut(), 0),
    close: async () => {
      await Promise.all([...balancers, ...brokers].map((relay: Relay) => relay.close()));
    },
  };
}

function withPort(url: string, port: number): string {
  const changed = new URL(url);
  changed.port = String(port);
  return changed.href;
}
