import { connect } from 'node:net';

/**
 * Whether a TCP connection to the first host of this address succeeds. Refusal shows at once, so that whoever does
 * listen can be given time: on a busy machine a handshake may take seconds.
 */
export function somebodyListens(uri: string): Promise<boolean> {
  const [, host = '127.0.0.1', port] = /^[a-z+]+:\/\/(?:[^@/]*@)?([^:/,?]+)(?::(\d+))?/.exec(uri) ?? [];
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port) });
    const settle = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(2_000, () => settle(false));
    socket.once('connect', () => settle(true)).once('error', () => settle(false));
  });
}
