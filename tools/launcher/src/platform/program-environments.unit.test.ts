import { webhookPath } from '@ordergraph/payments';
import { platformPorts } from './ports.js';
import { webhookUrl } from './program-environments.js';

it('sends the webhooks of the provider where payments takes them', () => {
  expect(webhookUrl(platformPorts(4000))).toBe(`http://127.0.0.1:4004${webhookPath}`);
});
