import { request } from 'undici';

import { decoded } from '../../subgraphs/content-coding.js';
import { startTimer } from '../../timer.js';
import { Latest, Problems, type SourceListener, type SupergraphSource } from './source.js';

/** Larger than any supergraph that a planner could live with. */
const MAX_BYTES = 10 * 1024 * 1024;
const TIMEOUT_MILLISECONDS = 10_000;

export interface UrlSourceOptions extends SourceListener {
  url: string;
  pollSeconds: number;
}

/** Asks an address again and again, with the `etag` of the last answer. Resolves when it was asked for the first time. */
export async function followUrl({ url, pollSeconds, onText, onProblem }: UrlSourceOptions): Promise<SupergraphSource> {
  const problems = new Problems(onProblem);
  const latest = new Latest(onText);
  const stopping = new AbortController();
  let etag: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    try {
      const answer = await fetchText(url, etag, stopping.signal);
      etag = answer ? answer.etag : etag;
      if (answer) latest.found(answer.text);
      else latest.unchanged();
      problems.over();
    } catch (error) {
      if (!stopping.signal.aborted) problems.met(error);
    }
    if (!stopping.signal.aborted) timer = startTimer(pollSeconds * 1_000, () => void look());
  };
  await look();
  return {
    stop: () => {
      stopping.abort();
      clearTimeout(timer);
    },
  };
}

/** Undefined when it is what it was. */
async function fetchText(
  url: string,
  etag: string | undefined,
  stop: AbortSignal,
): Promise<{ text: string; etag: string | undefined } | undefined> {
  const { statusCode, headers, body } = await request(url, {
    headers: {
      accept: 'application/graphql, text/plain, */*',
      'accept-encoding': 'identity',
      ...(etag !== undefined && { 'if-none-match': etag }),
    },
    signal: AbortSignal.any([stop, AbortSignal.timeout(TIMEOUT_MILLISECONDS)]),
  });
  if (statusCode !== 200) {
    await body.dump();
    if (statusCode === 304) return undefined;
    throw new Error(`The address of the supergraph answered ${statusCode}.`);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new Error(`The supergraph is larger than ${MAX_BYTES} bytes.`);
    chunks.push(chunk);
  }
  const coding = headers['content-encoding'];
  const whole = Buffer.concat(chunks);
  const bytes = coding ? await decoded(whole, String(coding), MAX_BYTES) : whole;
  return { text: bytes.toString('utf8'), etag: [headers['etag']].flat()[0] };
}
