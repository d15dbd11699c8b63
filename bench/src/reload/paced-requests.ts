import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { percentile } from '../percentile.js';

const body = JSON.stringify({ query: '{ product(id: "7") { id price rating } }' });
const tickMilliseconds = 10;

/** Sends as many requests a second as it is told, answered or not; more than 500 at once wait for those before. */
export class PacedRequests {
  readonly #pool: Pool;
  readonly #path: string;
  #underWay = 0;

  constructor(
    url: string,
    private readonly rate: number,
  ) {
    const { origin, pathname } = new URL(url);
    this.#path = pathname;
    this.#pool = new Pool(origin, { connections: 64 });
  }

  async run(milliseconds: number) {
    const times: number[] = [];
    let failed = 0;
    const began = performance.now();
    const sending: Promise<void>[] = [];
    const send = async (): Promise<void> => {
      this.#underWay += 1;
      const asked = performance.now();
      if (!(await this.#succeeds())) failed += 1;
      times.push(performance.now() - asked);
      this.#underWay -= 1;
    };
    while (performance.now() - began < milliseconds) {
      const due = ((performance.now() - began) / 1_000) * this.rate;
      while (sending.length < due && this.#underWay < 500) sending.push(send());
      await pause(tickMilliseconds);
    }
    await Promise.all(sending);
    return {
      requestsPerSecond: Math.round((times.length / (performance.now() - began)) * 1_000),
      requests: times.length,
      failedRequests: failed,
      p50: percentile(times, 0.5),
      p99: percentile(times, 0.99),
    };
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  async #succeeds(): Promise<boolean> {
    try {
      const headers = { 'content-type': 'application/json' };
      const answer = await this.#pool.request({ path: this.#path, method: 'POST', headers, body });
      const { data, errors } = (await answer.body.json()) as { data?: { product?: unknown }; errors?: unknown };
      return answer.statusCode === 200 && errors === undefined && Boolean(data?.product);
    } catch {
      return false;
    }
  }
}
