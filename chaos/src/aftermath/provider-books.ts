import type { ProviderBooks } from '../history/aftermath.js';

/** The books of one order, as the payment provider keeps them. */
export async function readBooks(provider: { url: string; key: string }, orderId: string): Promise<ProviderBooks> {
  const response = await fetch(`${provider.url}/ledger?orderReference=${orderId}`, {
    headers: { authorization: `Bearer ${provider.key}` },
  });
  if (!response.ok) throw new Error(`the provider's ledger answers ${response.status}`);
  return (await response.json()) as ProviderBooks;
}
