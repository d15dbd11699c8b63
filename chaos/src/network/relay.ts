import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { finished } from 'node:stream';

/** One address in front of others: what goes through it can be cut, slowed down or disordered. */
export interface Relay {
  readonly port: number;
  /** Cuts every connection there is. @returns how many */
  cut(): number;
  close(): Promise<void>;
}

/** Lets two ends of a connection speak with each other. */
export type Join = (client: Socket, target: Socket) => void;

/** Passes each connection to the next target that takes it. `port` 0: any that is free. */
export async function startRelay(port: number, targets: readonly number[], join: Join): Promise<Relay> {
  const clients = new Set<Socket>();
  let turn = 0;
  const server = createServer({ noDelay: true }, (client) => {
    clients.add(client);
    client.once('close', () => clients.delete(client));
    client.on('error', () => client.destroy());
    const first = turn++;
    const inTurn = targets.map((_, index) => targets[(first + index) % targets.length] ?? 0);
    passOn(client, inTurn, join);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): number => {
    const count = clients.size;
    for (const client of clients) client.destroy();
    return count;
  };
  return { port: (server.address() as AddressInfo).port, cut, close: () => closeServer(server, cut) };
}

function passOn(client: Socket, [port, ...others]: readonly number[], join: Join): void {
  if (port === undefined || client.destroyed) return void client.destroy();
  const target = connect({ port, host: '127.0.0.1', noDelay: true });
  let connected = false;
  target.once('connect', () => {
    connected = true;
    join(client, target);
  });
  target.on('error', () => (connected ? client.destroy() : passOn(client, others, join)));
  target.once('close', () => connected && client.destroy());
  finished(client, () => target.destroy());
}

async function closeServer(server: Server, cut: () => unknown): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  cut();
  await closed;
}
