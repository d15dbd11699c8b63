import { connect, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';

/** One address in front of the replicas of a service, as a cluster gives it. */
export interface Balancer {
  readonly port: number;
  /** Cuts every connection there is. @returns how many */
  cut(): number;
  close(): Promise<void>;
}

/** Passes each connection to the next replica that takes it; knows nothing of what goes through. */
export async function startBalancer(port: number, replicas: readonly number[]): Promise<Balancer> {
  const clients = new Set<Socket>();
  let turn = 0;
  const server = createServer({ noDelay: true }, (client) => {
    clients.add(client);
    client.once('close', () => clients.delete(client));
    client.on('error', () => client.destroy());
    const first = turn++;
    passOn(
      client,
      [...replicas.keys()].map((index) => replicas[(first + index) % replicas.length] ?? 0),
    );
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): number => {
    const count = clients.size;
    for (const client of clients) client.destroy();
    return count;
  };
  return { port, cut, close: () => closeServer(server, cut) };
}

function passOn(client: Socket, [port, ...others]: readonly number[]): void {
  if (port === undefined || client.destroyed) return void client.destroy();
  const replica = connect({ port, host: '127.0.0.1', noDelay: true });
  let connected = false;
  replica.once('connect', () => {
    connected = true;
    client.pipe(replica).pipe(client);
  });
  replica.on('error', () => (connected ? client.destroy() : passOn(client, others)));
  replica.once('close', () => connected && client.destroy());
  client.once('close', () => replica.destroy());
}

async function closeServer(server: Server, cut: () => unknown): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  cut();
  await closed;
}
