import type { Scenario } from '../scenario.js';
import type { Progress } from '../watchers.js';
import { confirmed } from './confirmed.js';

const { placing } = confirmed.messages;

export const customerApproves: Scenario = {
  ...confirmed,
  title: 'the bank asks the customer first, who approves on its page: CONFIRMED',
  paymentToken: 'tok_requires_action',
  meanwhile: approveWhenAsked,
  messages: {
    placing: { ...placing, events: [...placing.events, 'payments.payment-action-required.v1'] },
  },
};

/** Opens the page that the app was sent to, and submits its form as the button "Approve" does. */
async function approveWhenAsked({ steps, order }: Progress): Promise<void> {
  if (!steps.some(({ status }) => status === 'AWAITING_CUSTOMER')) return;
  const url = order.payment?.nextAction?.redirectUrl ?? '';
  const page = await (await fetch(url)).text();
  const [, action = ''] = /<form method="post" action="([^"]+)">/.exec(page) ?? [];
  const [, name = '', value = ''] = /<button name="([^"]+)" value="([^"]+)">Approve</.exec(page) ?? [];
  const submitted = await fetch(new URL(action, url), { method: 'POST', body: new URLSearchParams({ [name]: value }) });
  expect(await submitted.text()).toContain('Payment approved');
}
