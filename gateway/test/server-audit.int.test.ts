import { serverAudits } from 'graphql-http';

import { type Platform, startPlatform } from './support/platform.js';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

/** CSRF prevention asks for this header where a browser would not ask first. */
const fetchFn: typeof fetch = (input, init) =>
  fetch(input, {
    ...init,
    headers: { ...(init?.headers as Record<string, string>), 'apollo-require-preflight': 'yes' },
  });

it.each(serverAudits({ url: () => platform.url, fetchFn }).map((audit) => ({ ...audit })))(
  'GraphQL over HTTP: $name ($id)',
  async ({ fn }) => {
    const result = await fn();
    const reason = 'reason' in result ? result.reason : '';
    // A notice is about what the specification leaves open.
    expect([result.status, reason]).toEqual(result.status === 'notice' ? ['notice', reason] : ['ok', '']);
  },
);
