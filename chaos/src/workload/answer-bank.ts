import type { Random } from '../random.js';
import type { Client } from './client.js';

const document = `query Action($id: ID!) { order(id: $id) { payment { nextAction { redirectUrl } } } }`;

interface Shown {
  readonly order: {
    readonly payment: { readonly nextAction: { readonly redirectUrl: string | null } | null } | null;
  } | null;
}

/** What customers do when their bank asks: most approve, some refuse, some never look. */
export async function answerBank(client: Client, orderId: string, random: Random): Promise<void> {
  const decision = random.pick(['approved', 'approved', 'approved', 'refused', undefined]);
  if (decision === undefined) return;
  const answer = await client.ask<Shown>({ document, variables: { id: orderId } });
  const url = answer.kind === 'answered' && answer.data.order?.payment?.nextAction?.redirectUrl;
  if (!url) return;
  // The provider may be failing as well: then the customer gives up.
  await fetch(url, { method: 'POST', body: new URLSearchParams({ decision }) }).catch(() => undefined);
}
