import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands between a client and its server until it stalls: its connections stay open, and nobody reads them any more. */
export interface StallingProxy {
  readonly port: number;
  stall(): void;
  close(): Promise<void>;
}

export async function stallingProxyTo({ hostname, port }: URL): Promise<StallingProxy> {
  const clients = new Map<Socket, Socket>();
  let isStalled = false;
  const server = createServer((client) => {
    client.on('error', () => undefined);
    const upstream = connect({ host: hostname, port: Number(port) });
    upstream.on('error', () => undefined);
    clients.set(client, upstream);
    if (!isStalled) client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stall() {
      isStalled = true;
      for (const [client, upstream] of clients) {
        client.unpipe(upstream);
        client.pause();
      }
    },
    close() {
      for (const pair of clients) for (const socket of pair) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
