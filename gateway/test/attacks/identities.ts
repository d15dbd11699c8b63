import { createHmac } from 'node:crypto';

import { testIdentity, testUser } from '@ordergraph/testing';

import type { Platform } from '../support/platform.js';
import { askEverywhere } from './ask.js';
import type { Attack } from './attack.js';

const query = '{ me { id } }';

const bearing = (attack: string, token: (platform: Platform) => Promise<string> | string): Attack => ({
  attack,
  answer: 'UNAUTHENTICATED',
  play: async (platform) => askEverywhere(platform, { query, authorization: await token(platform) }),
});

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
const decode = (part: string): object => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as object;

/** A good token with parts of its header and claims replaced. */
async function altered(platform: Platform, header: object, claims: object): Promise<[signed: string, mark: string]> {
  const [head = '', body = '', mark = ''] = (await platform.sign(testUser('1'))).replace('Bearer ', '').split('.');
  return [`${encode({ ...decode(head), ...header })}.${encode({ ...decode(body), ...claims })}`, mark];
}

export const identityAttacks: readonly Attack[] = [
  bearing('Text instead of a token', () => 'Bearer nonsense'),
  bearing('Another scheme', () => 'Basic YWRhOmFkYQ=='),
  bearing('A token of a key that nobody trusts, under a trusted name', async () =>
    (await testIdentity()).sign(testUser('1')),
  ),
  bearing('A token whose user was changed', async (platform) => {
    const [text, mark] = await altered(platform, {}, { sub: '2' });
    return `Bearer ${text}.${mark}`;
  }),
  bearing('A token that says it needs no signature (`alg: none`)', async (platform) => {
    const [text] = await altered(platform, { alg: 'none' }, {});
    return `Bearer ${text}.`;
  }),
  bearing('A token signed with a shared secret (`alg: HS256`)', async (platform) => {
    const [text] = await altered(platform, { alg: 'HS256' }, {});
    return `Bearer ${text}.${createHmac('sha256', 'secret').update(text).digest('base64url')}`;
  }),
  bearing('A token that brings its own key (`jwk`, `jku`)', async (platform) => {
    const [text, mark] = await altered(platform, { jwk: { kty: 'EC' }, jku: 'http://127.0.0.1:9/keys' }, {});
    return `Bearer ${text}.${mark}`;
  }),
  bearing('A token that has expired', (platform) => platform.sign(testUser('1'), -60)),
  bearing('A token that the gateway made for a subgraph', (platform) =>
    platform.signForSubgraph(testUser('1'), 'accounts'),
  ),
  {
    attack: 'Headers that name a user, or rights: `x-user-id` and its like',
    answer: 'answered as a visitor',
    play: (platform) =>
      askEverywhere(platform, {
        query,
        headers: { 'x-user-id': '1', 'x-forwarded-user': '1', 'x-principal': '{"userId":"1"}', 'x-scopes': 'root' },
      }),
  },
  {
    attack: 'Extensions that name a user',
    answer: 'answered as a visitor',
    play: (platform) => askEverywhere(platform, { query, extensions: { principal: { kind: 'user', userId: '1' } } }),
  },
  {
    attack: 'A cookie with a good token',
    answer: 'answered as a visitor',
    play: async (platform) =>
      askEverywhere(platform, { query, headers: { cookie: `authorization=${await platform.sign(testUser('1'))}` } }),
  },
];
