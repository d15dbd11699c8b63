import type { Scenario } from '../scenario.js';
import { confirmed } from './confirmed.js';

export const providerTimesOut: Scenario = {
  ...confirmed,
  title: 'the provider charges and its answer is lost: CONFIRMED, and charged once',
  paymentToken: 'tok_timeout_after_charge',
};
