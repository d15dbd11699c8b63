import { Pool } from 'undici';
import { percentile } from '../percentile.js';

export interface Load {
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly requests: number;
}

/** Keeps `inFlight` requests under way for `seconds`. */
export async function load(
  url: string,
  query: string,
  { inFlight, seconds }: { inFlight: number; seconds: number },
): Promise<Load> {
  const { origin, pathname: path } = new URL(url);
  const pool = new Pool(origin, { connections: inFlight });
  const body = JSON.stringify({ query });
  const times: number[] = [];
  const start = performance.now();
  const deadline = start + seconds * 1_000;
  const worker = async (): Promise<void> => {
    while (performance.now() < deadline) {
      const began = performance.now();
      await post(pool, path, body);
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  const elapsed = (performance.now() - start) / 1_000;
  await pool.close();
  return {
    requests: times.length,
    requestsPerSecond: Math.round(times.length / elapsed),
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
  };
}

/** The answer to one request. */
export async function askOnce(url: string, query: string): Promise<string> {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: 1 });
  try {
    return await post(pool, pathname, JSON.stringify({ query }));
  } finally {
    await pool.close();
  }
}

async function post(pool: Pool, path: string, body: string): Promise<string> {
  const answer = await pool.request({ path, method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return answer.body.text();
}
