import { createOriginPolicy } from './origins.js';

const production = createOriginPolicy({ allowed: ['https://shop.example'], development: false });
const development = createOriginPolicy({ allowed: [], development: true });

describe('web pages that may use the gateway', () => {
  it.each([
    ['none: not a web page', undefined, true, true],
    ['configured', 'https://shop.example', true, false],
    ['of the gateway itself', 'https://graph.example', true, true],
    ['of Studio', 'https://studio.apollographql.com', false, true],
    ['of this machine', 'http://localhost:5173', false, true],
    ['that begins like a local one', 'http://localhost.evil.example', false, false],
    ['that begins like a configured one', 'https://shop.example.evil', false, false],
    ['that is opaque', 'null', false, false],
  ])('%s', (_, origin, inProduction, inDevelopment) => {
    expect([production(origin, 'graph.example'), development(origin, 'graph.example')]).toEqual([
      inProduction,
      inDevelopment,
    ]);
  });
});
