import type { Scenario } from '../scenario.js';
import { cancelledByCustomer } from './cancelled-by-customer.js';
import { confirmed } from './confirmed.js';
import { customerApproves } from './customer-approves.js';
import { outOfStock } from './out-of-stock.js';
import { paymentDeclined } from './payment-declined.js';
import { providerTimesOut } from './provider-times-out.js';

/** Every way that an order can go. */
export const scenarios: readonly Scenario[] = [
  confirmed,
  paymentDeclined,
  outOfStock,
  cancelledByCustomer,
  customerApproves,
  providerTimesOut,
];
