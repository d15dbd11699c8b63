import type { Page } from 'playwright-core';

/** The gateway's close code when a token ends, which takes a quarter of an hour otherwise. */
const TOKEN_ENDED = { code: 4403, reason: 'Token expired' };

/** Closes the first socket of a page as the gateway does at the end of a token, once something came over it. */
export async function endFirstToken(page: Page): Promise<{ readonly opened: number }> {
  const sockets = { opened: 0 };
  await page.routeWebSocket(/\/graphql$/, (socket) => {
    sockets.opened += 1;
    const isFirst = sockets.opened === 1;
    const server = socket.connectToServer();
    server.onMessage((message) => {
      socket.send(message);
      if (isFirst && String(message).includes('"type":"next"')) void socket.close(TOKEN_ENDED);
    });
  });
  return sockets;
}
