import { unescape } from 'node:querystring';
import type { Options } from 'amqplib';

/** Seconds. A dead peer is noticed after two of them without a sign of life. */
const heartbeat = 10;

/**
 * The nodes of a cluster in turn. amqplib reads the fields of an address at every attempt to connect, so one recovering connection
 * goes on to another node by being given an address that changes.
 */
export class NodeRotation {
  /** Always the present node's. */
  readonly address: Options.Connect;
  readonly #nodes: readonly Options.Connect[];
  #current: number;

  /** Begins at any of the nodes, so that the connections of many processes spread over all. */
  constructor(urls: string) {
    this.#nodes = brokerNodes(urls).map(addressOf);
    this.#current = Math.floor(Math.random() * this.#nodes.length);
    this.address = new Proxy<Options.Connect>(
      {},
      { get: (_, field): unknown => Reflect.get(this.#nodes[this.#current] ?? {}, field) },
    );
  }

  next(): void {
    this.#current = (this.#current + 1) % this.#nodes.length;
  }
}

/** The nodes named by `amqp://…,amqp://…`; a comma within a password is no separator. */
export const brokerNodes = (urls: string): string[] => urls.split(/,(?=amqps?:\/\/)/);

/** As amqplib reads a URL; the query holds its own options (`heartbeat`, `frameMax`, `channelMax`, `locale`). */
function addressOf(url: string): Options.Connect {
  const { protocol, hostname, port, username, password, pathname, searchParams } = new URL(url);
  return {
    heartbeat,
    ...Object.fromEntries(searchParams),
    protocol: protocol.slice(0, -1),
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port),
    vhost: pathname.slice(1),
    ...((username || password) && { username: unescape(username), password: unescape(password) }),
  };
}
