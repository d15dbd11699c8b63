import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Serves a request that asked for another protocol as if it had not. */
export type IgnoreUpgrade = (request: IncomingMessage, stream: Duplex, head: Buffer) => void;

/**
 * A server that does not speak what a request would like to go on with (`Upgrade: h2c`) answers it as it came (RFC 9110, 7.8). Node takes every request
 * with an `Upgrade` out of its HTTP server once somebody listens for WebSockets; before Node 24 it cannot be told which. So the request is put back as the
 * beginning of a connection, without that header. What was asked before on the same connection is answered first.
 */
export function ignoringUpgrades(http: HttpServer): IgnoreUpgrade {
  const latest = new WeakMap<Duplex, ServerResponse>();
  http.on('request', ({ socket }, response) => latest.set(socket, response));
  return (request, stream, head) => {
    // Nobody else listens as long as the connection is in nobody's hands.
    const gone = (): void => void stream.destroy();
    stream.on('error', gone);
    const putBack = (): void => {
      if (stream.destroyed) return;
      // That of a connection without requests.
      (stream as Socket).setTimeout(0);
      stream.unshift(Buffer.concat([withoutUpgrade(request), head]));
      http.emit('connection', stream);
      stream.off('error', gone);
    };
    const former = latest.get(stream);
    if (former && !former.closed) former.once('close', putBack);
    else putBack();
  };
}

/** Names and values. Node leaves out what comes after 1,000 headers, perhaps where the body ends. */
const MOST_TEXTS = 1_000;

/** Whether a request can be written again, just as it was sent. */
export function canBeRewritten({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>): boolean {
  return rawHeaders.length <= MOST_TEXTS && !rawHeaders.some((text) => /[\r\n]/.test(text));
}

function withoutUpgrade({ method = '', url = '', httpVersion, rawHeaders }: IncomingMessage): Buffer {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = rawHeaders.slice(index, index + 2);
    if (name.toLowerCase() !== 'upgrade') lines.push(`${name}: ${value}`);
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}
