import { Pool } from 'undici';

const page = `query Products($first: Int!) {
  products(first: $first) { edges { node { id title price { amount currencyCode } availability } } }
}`;
const product = 'query Product($id: ID!) { product(id: $id) { id title price { amount currencyCode } availability } }';

/** Visitors who look at pages and products of a catalogue, all together as `inFlight` says. */
export class Browsers {
  readonly #pool: Pool;
  readonly #path: string;
  readonly #bodies: readonly string[];

  constructor(graphqlUrl: string, productIds: readonly string[]) {
    const { origin, pathname } = new URL(graphqlUrl);
    this.#path = pathname;
    this.#pool = new Pool(origin, { connections: 64 });
    this.#bodies = [
      ...Array.from({ length: 10 }, (_, index) => JSON.stringify({ query: page, variables: { first: index + 1 } })),
      ...productIds.map((id) => JSON.stringify({ query: product, variables: { id } })),
    ];
  }

  async load({ seconds, inFlight }: { seconds: number; inFlight: number }) {
    const times: number[] = [];
    const began = performance.now();
    const deadline = began + seconds * 1_000;
    let count = 0;
    const browse = async (): Promise<void> => {
      while (performance.now() < deadline) {
        const asked = performance.now();
        await this.#post(this.#bodies[count++ % this.#bodies.length] ?? '');
        times.push(performance.now() - asked);
      }
    };
    await Promise.all(Array.from({ length: inFlight }, browse));
    return { times, elapsedSeconds: (performance.now() - began) / 1_000 };
  }

  async priceOf(id: string): Promise<string | undefined> {
    const { data } = await this.#post(JSON.stringify({ query: product, variables: { id } }));
    return data?.product?.price.amount;
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  async #post(body: string): Promise<{ data?: { product?: { price: { amount: string } } } }> {
    const headers = { 'content-type': 'application/json' };
    const answer = await this.#pool.request({ path: this.#path, method: 'POST', headers, body });
    return (await answer.body.json()) as { data?: { product?: { price: { amount: string } } } };
  }
}
